"""The connector's door: what it refuses, what it strips, and that a failed action is not forgotten."""

from __future__ import annotations

import unittest

import aiohttp
from rasa.shared.core.domain import Domain

from bot.action_server import ActionServer, TurnActions
from bot.connector import BadTurn, read_request
from bot.state import BadState, events_of

GOOD = {"sender": "p1", "channel": "sms", "text": "hello", "turn_id": "t1", "state": {}}


class RequestTest(unittest.TestCase):
    def test_slashes_at_the_front_are_taken_off(self) -> None:
        self.assertEqual(
            [read_request({**GOOD, "text": t}).text for t in ("/restart", " / /greet", "//x{}")],
            ["restart", "greet", "x{}"],
        )

    def test_text_that_is_only_slashes_is_refused(self) -> None:
        with self.assertRaisesRegex(BadTurn, "^text:"):
            read_request({**GOOD, "text": " /// "})

    def test_wrong_field_is_named(self) -> None:
        for field, value in (
            ("sender", None),
            ("channel", "fax"),
            ("text", 7),
            ("turn_id", ""),
            ("state", []),
        ):
            with self.assertRaisesRegex(BadTurn, f"^{field}:"):
                read_request({**GOOD, field: value})

    def test_body_that_is_no_object_is_refused(self) -> None:
        with self.assertRaisesRegex(BadTurn, "^body:"):
            read_request(["hello"])


class StateTest(unittest.TestCase):
    domain = Domain.from_dict(
        {
            "forms": {"f": {"required_slots": ["s"]}},
            "slots": {"s": {"type": "text", "mappings": [{"type": "from_text"}]}},
        }
    )

    def test_seeded_form_waits_for_its_slot(self) -> None:
        events = events_of({"form": "f", "slot": "s"}, self.domain)

        self.assertEqual([e.type_name for e in events][-3:], ["active_loop", "slot", "action"])

    def test_unknown_form_and_slot_are_refused(self) -> None:
        for state in (
            {"form": "x", "slot": "s"},
            {"form": "f", "slot": "x"},
            {"events": "no"},
            {"other": 1},
        ):
            with self.assertRaises(BadState):
                events_of(state, self.domain)


class ActionFailureTest(unittest.IsolatedAsyncioTestCase):
    async def test_unreachable_action_server_is_remembered_and_not_asked_again(self) -> None:
        server = ActionServer("http://127.0.0.1:9/webhook")
        actions = TurnActions(server)

        for _ in range(2):
            with self.assertRaises(aiohttp.ClientError):
                await actions.request(json={"next_action": "action_x"})
        await server.close()

        self.assertEqual(actions.failure, "action_x: ClientConnectorError")


if __name__ == "__main__":
    unittest.main()
