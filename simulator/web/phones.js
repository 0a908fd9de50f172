// Drives the two phones: asks the simulator what happened, shows it, and acts for the person.
"use strict";

const POLL_MS = 700;
const KEY_PAUSE_MS = 1500; // after this pause the keys pressed so far are sent
const TICKS = { queued: "…", accepted: "…", sent: "✓", delivered: "✓✓", received: "✓✓" };
const LOST = ["undelivered", "failed"];
const OVER = ["completed", "busy", "no-answer", "failed", "canceled"];
const aloud = document.getElementById("aloud");

async function ask(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || `The simulator answered ${response.status}.`);
  return answer;
}

function item(text, side, meta) {
  const entry = document.createElement("li");
  entry.className = `bubble ${side}`;
  entry.textContent = text;
  if (meta) {
    const small = document.createElement("span");
    small.className = "meta";
    small.textContent = meta;
    entry.append(small);
  }
  return entry;
}

function fill(list, entries) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  list.replaceChildren(...entries);
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function readAloud(text) {
  if (!aloud.checked || !("speechSynthesis" in window)) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = "en-GB";
  speechSynthesis.speak(words);
}

class Phone {
  constructor(root) {
    this.root = root;
    this.call = null;
    this.dismissed = new Set();
    this.heardCount = 0;
    this.keys = "";
    this.shown = {};
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.connect();
    this.changeNumber();
  }

  get number() { return this.part("number").value.trim(); }
  get isWithheld() { return this.part("withhold").checked; }
  get path() { return `/phones/${encodeURIComponent(this.number)}`; }
  get callsPath() { return this.isWithheld ? "/phones/anonymous/calls" : `${this.path}/calls`; }

  connect() {
    const on = (name, event, act) => this.part(name).addEventListener(event, act);
    on("who", "change", () => {
      this.part("number").value = this.part("who").value;
      this.changeNumber();
      if (!this.number) this.part("number").focus();
    });
    on("number", "change", () => this.changeNumber());
    on("withhold", "change", () => this.forget());
    on("compose", "submit", (event) => { event.preventDefault(); this.sendText(); });
    this.part("compose").body.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.sendText(); }
    });
    on("dial", "click", () => this.act("POST", this.callsPath, {}));
    on("say", "submit", (event) => { event.preventDefault(); this.speak(); });
    on("silence", "click", () => this.inCall("silence", {}));
    on("hangup", "click", () => this.inCall("hangup", {}));
    on("decline", "click", () => this.inCall("decline", { reason: "busy" }));
    on("dismiss", "click", () => { this.dismissed.add(this.call.sid); this.refresh(); });
    for (const button of this.root.querySelectorAll("[data-answer]")) {
      button.addEventListener("click", () => this.inCall("answer", { by: button.dataset.answer }));
    }
    for (const button of this.root.querySelectorAll("[data-key]")) {
      button.addEventListener("click", () => this.press(button.dataset.key));
    }
  }

  changeNumber() {
    const listed = [...this.part("who").options].some((option) => option.value === this.number);
    this.part("who").value = listed ? this.number : "";
    this.forget();
  }

  forget() {
    // Calls that are over already belong to the past; only new ones open the call screen.
    this.shown = {};
    this.call = null;
    this.isNew = true;
    this.part("problem").hidden = true;
    this.refresh();
  }

  async act(method, path, body) {
    this.part("problem").hidden = true;
    try {
      await ask(method, path, body);
    } catch (error) {
      this.part("problem").textContent = error.message;
      this.part("problem").hidden = false;
    }
    await this.refresh();
  }

  inCall(verb, body) { return this.call && this.act("POST", `/calls/${this.call.sid}/${verb}`, body); }

  sendText() {
    const field = this.part("compose").body;
    if (!field.value.trim()) return;
    this.act("POST", `${this.path}/texts`, { body: field.value });
    field.value = "";
  }

  speak() {
    const field = this.part("say").speech;
    if (!field.value.trim()) return;
    this.inCall("speak", { speech: field.value });
    field.value = "";
  }

  press(key) {
    clearTimeout(this.keyTimer);
    this.keys += key;
    this.part("keys").value = this.keys;
    const { digits_wanted: wanted, finish_on_key: finish } = this.call;
    const isComplete = this.keys.length === wanted || (key === finish && this.keys.length > 1);
    this.keyTimer = setTimeout(() => this.sendKeys(), isComplete ? 0 : KEY_PAUSE_MS);
  }

  sendKeys() {
    const digits = this.keys;
    this.keys = "";
    this.part("keys").value = "none";
    this.inCall("press", { digits });
  }

  async refresh() {
    if (!this.number) return this.showThread([]), this.showCall(null);
    const [texts, calls] = await Promise.all([
      ask("GET", `${this.path}/texts`), ask("GET", this.callsPath),
    ].map((answer) => answer.catch(() => [])));
    if (this.isNew) {
      for (const call of calls) if (OVER.includes(call.status)) this.dismissed.add(call.sid);
      this.isNew = false;
    }
    this.showThread(texts);
    this.showCall(calls.findLast((call) => !this.dismissed.has(call.sid)) || null);
  }

  changed(name, value) {
    const text = JSON.stringify(value);
    const isChanged = this.shown[name] !== text;
    this.shown[name] = text;
    return isChanged;
  }

  showThread(texts) {
    if (!this.changed("thread", texts)) return;
    const entries = texts.map((text) => {
      const time = new Date(text.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      const isLost = LOST.includes(text.status);
      const state = isLost ? `${text.status}: a real phone would not show this` : text.status;
      const side = text.direction === "inbound" ? "mine" : isLost ? "theirs lost" : "theirs";
      return item(text.body || "[picture]", side, `${time} · ${state} ${TICKS[text.status] || ""}`);
    });
    if (!entries.length) {
      const empty = document.createElement("li");
      empty.className = "empty";
      empty.textContent = this.number ? "No texts yet." : "Give this phone a number first.";
      entries.push(empty);
    }
    fill(this.part("thread"), entries);
  }

  showCall(call) {
    const isNewCall = call && call.sid !== this.call?.sid;
    if (isNewCall) this.heardCount = 0;
    this.call = call;
    document.querySelector(`[data-badge="${this.root.id}"]`).hidden = !this.rings;
    if (!this.changed("call", call)) return;
    this.root.classList.toggle("in-call", Boolean(call));
    this.part("call").hidden = !call;
    if (call) this.showCallScreen(call);
    this.part("thread").scrollTop = this.part("thread").scrollHeight;
    if (isNewCall) this.part("call").scrollIntoView({ block: "nearest" });
  }

  showCallScreen(call) {
    const talks = call.status === "in-progress";
    this.part("call").className = `call ${this.rings ? "is-ringing" : talks ? "is-talking" : ""}`;
    this.part("call-title").textContent = this.title(call);
    this.part("ringing").hidden = !this.rings;
    this.part("talking").hidden = !talks;
    this.part("over").hidden = !OVER.includes(call.status);
    this.showHeard(call.transcript);
    this.showListening(call);
  }

  get rings() { return this.call?.status === "ringing" && this.call.direction !== "inbound"; }

  title(call) {
    const other = call.direction === "inbound" ? "the clinic" : this.nameOf(call.from);
    const title = {
      ringing: this.rings ? `${other} is calling` : `Calling ${other}…`,
      "in-progress": `In a call with ${other}`,
    }[call.status] || `Call over (${call.status})`;
    return title[0].toUpperCase() + title.slice(1);
  }

  nameOf(number) {
    if (number === document.body.dataset.clinic) return "the clinic";
    const known = [...this.part("who").options].find((option) => option.value === number);
    return known ? known.text : number;
  }

  showHeard(transcript) {
    const fresh = transcript.slice(this.heardCount);
    this.heardCount = transcript.length;
    for (const line of fresh) if (line.by === "clinic") readAloud(line.text);
    const list = this.part("heard");
    list.hidden = !transcript.length;
    list.replaceChildren(...transcript.map((line) => item(line.text, line.by === "clinic" ? "theirs" : "mine")));
    list.scrollTop = list.scrollHeight;
  }

  showListening(call) {
    const kinds = call.listening_for || [];
    const hears = kinds.includes("speech");
    const takesKeys = kinds.includes("dtmf");
    const ways = [hears && "your voice", takesKeys && "the keypad"].filter(Boolean).join(" and ");
    this.part("hint").textContent = call.direction === "outbound-dial"
      ? "You are connected. What two people say to each other is not simulated."
      : ways ? `The call listens to ${ways}.` : "The call does not listen just now.";
    this.part("say").speech.disabled = !hears;
    this.part("say").querySelector("button").disabled = !hears;
    this.part("silence").disabled = !kinds.length;
    for (const button of this.root.querySelectorAll("[data-key]")) button.disabled = !takesKeys;
  }
}

const phones = [...document.querySelectorAll("[data-phone]")].map((root) => new Phone(root));

async function watchNetwork() {
  const link = document.getElementById("errors");
  const offline = document.getElementById("offline");
  try {
    const errors = await ask("GET", "/debug/webhooks");
    link.hidden = !errors.length;
    link.textContent = `${errors.length} webhook ${errors.length === 1 ? "error" : "errors"}`;
    offline.hidden = true;
  } catch {
    offline.hidden = false;
  }
}

async function poll() {
  if (!document.hidden) {
    await watchNetwork();
    await Promise.all(phones.map((phone) => phone.refresh()));
  }
  setTimeout(poll, POLL_MS);
}
poll();
