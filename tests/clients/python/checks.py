"""Counts what a scenario saw: one line a check on standard output."""

import sys
import traceback

from servicestack import WebServiceException, from_json

from dtos import member


class Checks:
    def __init__(self, dtos):
        self.dtos = dtos
        self.failed = 0

    def same(self, name, got, want):
        if got == want:
            print(f"ok {name}")
        else:
            self.fail(name, f"got {got!r}, want {want!r}")

    def fail(self, name, why):
        self.failed += 1
        print(f"FAIL {name}: {why}")

    def of(self, checks):
        """Several checks of one thing: what throws in them fails it, and the scenario goes on."""
        try:
            checks()
        except Exception:
            self.fail(checks.__name__, " | ".join(traceback.format_exc().splitlines()))

    def refused(self, name, call, **want):
        try:
            self.fail(name, f"was answered {call()!r}")
        except WebServiceException as error:
            got = self.told(error)
            self.same(name, {key: got[key] for key in want}, want)

    def told(self, error):
        """What a refusal says. Of PascalCase the client reads nothing but the status line: the body is read here."""
        status = error.response_status
        if status is None:
            status = member(from_json(self.dtos.ErrorResponse, error.inner_exception.response.text), "ResponseStatus")
        fields = [(member(field, "FieldName"), member(field, "ErrorCode")) for field in member(status, "Errors") or []]
        return {
            "status": error.status_code,
            "reason": error.status_description,
            "code": member(status, "ErrorCode"),
            "message": member(status, "Message"),
            "meta": member(status, "Meta"),
            "fields": fields,
        }

    def done(self):
        sys.exit(1 if self.failed else 0)
