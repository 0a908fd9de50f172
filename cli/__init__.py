"""The command `ringback`, for operators, staff and scripts. Translates; decides nothing."""
