"""Counts what a scenario saw: one line a check on standard output."""

import sys
import traceback

from servicestack import WebServiceException, from_json

from dtos import member


class Checks:
    def __init__(self, dtos, modern):
        self.dtos = dtos
        self.modern = modern
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
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[1]
            self.fail(checks.__name__, f"line {place.lineno} threw {error!r}")

    def refused(self, name, call, **want):
        try:
            self.fail(name, f"was answered {call()!r}")
        except WebServiceException as error:
            got = self.reported(error)
            self.same(name, {key: got[key] for key in want}, want)

    def reported(self, error):
        """What a refusal says. Of a PascalCase body the client reads nothing: it is read here, and must not be in camelCase."""
        status, body = error.response_status, error.inner_exception.response.text
        if body.startswith("{") and not self.modern:
            assert status is None, f"the client itself could read {body}"
            status = member(from_json(self.dtos.ErrorResponse, body), "ResponseStatus")
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
