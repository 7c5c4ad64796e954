"""PyPI servicestack against a running conformance host: python scenario.py STYLE BASE_URL API_KEY

STYLE: strict (5.9.1 and nothing else: PascalCase, /json/reply, neither keys nor tokens), tolerant (PascalCase, /api),
modern (camelCase, /api). API_KEY is a key of the user `test`.
"""

import io
import re
import sys
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from servicestack import Authenticate, JsonServiceClient, UploadFile, snakecase
from servicestack.log import Log, NullLogger

import dtos
from checks import Checks
from dtos import member

STYLE, BASE_URL, API_KEY = sys.argv[1:]
DTO = dtos.for_style(STYLE)
checks = Checks(DTO, modern=STYLE == "modern")
# Refusals without a body are expected here, and not worth a word.
Log.logger = NullLogger()


def new_client():
    client = JsonServiceClient(BASE_URL)
    return client.set_base_path("") if STYLE == "strict" else client


def ask(name, **members):
    """A request, its members given by their PascalCase names."""
    spelled = {snakecase(key) if STYLE == "modern" else key: value for key, value in members.items()}
    return getattr(DTO, name)(**spelled)


def result(answer):
    return member(answer, "Result")


def verbs():
    client = new_client()
    hello = ask("Hello", Name="Жук & co/1")
    for verb in ["get", "post", "put", "patch", "delete"]:
        checks.same(verb, result(getattr(client, verb)(hello)), "Hello, Жук & co/1!")
    checks.same("send", result(client.send(ask("GetOnly", Name="x"))), "gx")
    checks.refused("verb that the service lacks", lambda: client.post(ask("GetOnly")), status=405, code="NotImplementedException")
    checks.refused("unknown operation", lambda: client.post(ask("Unknown")), status=405)
    checks.same("own route", result(client.get_url("/hello/World", DTO.HelloResponse)), "Hello, World!")


SCALARS = {
    "Byte": 200, "Short": -1234, "Int": -2147483648, "Long": 9223372036854775807, "Float": 1.25, "Double": 0.1,
    "Decimal": Decimal("1.5"), "String": 'Ж "q" \\ {a:[1,b]} + 100%\n', "TimeSpan": timedelta(hours=1, seconds=1.5),
    "Guid": "ea762009b66c410b9bf5ce21ad519249", "Char": ",", "Bool": True, "Bytes": b"\xff\xfe\xfd",
    "DateTime": datetime(2020, 1, 2, 3, 4, 5, 678000, timezone.utc),
    "DateTimeOffset": datetime(1969, 12, 31, 23, 59, 59, 0, timezone.utc),
}


def same_members(where, answer, sent):
    for name, value in sent.items():
        got = member(answer, name)
        checks.same(f"{where}: {name}", got.replace("-", "").lower() if name == "Guid" and got else got, value)


def body():
    sent = {**SCALARS, "List": ["A", "B,x", ""], "Map": {"k": 1, "two words": -2}, "NDate": SCALARS["DateTime"]}
    same_members("body", new_client().post(ask("EchoTypes", **sent)), sent)


def query():
    """The client cannot write a map here, and does not quote the texts of a list."""
    sent = {**SCALARS, "List": ["A", "B x", "Ж"]}
    answer = new_client().get(ask("EchoTypes", **sent), args={"map": "{k:1,l:-2}"})
    same_members("query", answer, {**sent, "Map": {"k": 1, "l": -2}, "NDate": None})


def answers():
    client = new_client()
    inners = client.get(ask("ListReq"))
    checks.same("list answer", [member(inner, "Name") for inner in inners], ["a,b", None])
    checks.same("nested answer", member(member(inners[1], "Deep"), "Color"), "Green")
    checks.same("map answer", member(client.get(ask("DictReq"))["k"], "Id"), 1)
    checks.same("number answer", client.get(ask("IntReq")), 5)
    checks.same("text answer", client.post(ask("StrReq", V='Ж,"x')), 'Ж,"x')
    checks.same("bytes answer", client.get(ask("BytesReq")), b"AB")
    checks.same("created", result(client.post(ask("CreatedReq"))), "c")
    checks.same("accepted", result(client.post(ask("StatusReq", Code=202))), "s")
    checks.same("void", client.post(ask("NoResp", A=1)), None)


def uploads():
    """Members come as form fields, lists and maps as JSON."""
    sent = {"Int": 7, "String": "Ж & x", "List": ["D", "E,f"], "Map": {"k": 1}}
    file = UploadFile(field_name="upload", file_name="a.txt", content_type="text/plain", stream=io.BytesIO(b"text"))
    same_members("upload", new_client().post_file_with_request(ask("EchoTypes", **sent), file), sent)


def batches():
    client = new_client()
    hellos = client.send_all([ask("Hello", Name=name) for name in ["a", "b,c", "Ж"]])
    checks.same("batch", [result(hello) for hello in hellos], ["Hello, a!", "Hello, b,c!", "Hello, Ж!"])
    second = [ask("ThrowValidation", Age=age, Required="x", Email="a@b.c") for age in [1, 0]]
    checks.refused("batch with an error", lambda: client.send_all(second), status=400, code="InclusiveBetween", meta={"AutoBatchIndex": "1"})
    checks.same("one-way batch", client.send_all_oneway([ask("Hello", Name="a"), ask("Hello", Name="b")]), None)
    checks.refused("one-way with an error", lambda: client.send_all_oneway([ask("ThrowType", Type="NotFound")]), status=404, code="NotFound")


def errors():
    client = new_client()

    def thrown(kind, message=None):
        return lambda: client.post(ask("ThrowType", Type=kind, Message=message))

    checks.refused("not found", thrown("NotFound"), status=404, code="NotFound", message="What you're looking for isn't here")
    checks.refused("own code", thrown("Http"), status=422, reason="BadCoupon", code="BadCoupon", message="Coupon bad")
    checks.refused("argument", thrown("ArgumentException", 'Ж "x"\n'), status=400, code="ArgumentException", message='Ж "x"\n')
    checks.refused("field error", thrown("Null"), status=400, code="ArgumentNullException", fields=[("Prefix", "ArgumentNullException")])
    checks.refused("exception", thrown("other"), status=500, code="Exception", message="Server Error")
    checks.refused(
        "validation", lambda: client.post(ask("ThrowValidation", Age=121, Email="x")),
        status=400, reason="InclusiveBetween", code="InclusiveBetween", message="'Age' must be between 1 and 120. You entered 121.",
        fields=[("Age", "InclusiveBetween"), ("Required", "NotEmpty"), ("Email", "Email")],
    )
    checks.refused(
        "own validation message", lambda: client.get(ask("OneErr", Name="")),
        status=400, code="ShouldNotBeEmpty", message="Name is needed, you gave ''",
    )
    checks.same("valid", result(client.post(ask("ThrowValidation", Age=120, Required="x", Email="a@b.c"))), "ok")
    checks.refused(
        "value that does not fit", lambda: client.get(ask("EchoTypes"), args={"int": "x"}),
        status=400, code="SerializationException", fields=[("int", "SerializationException")],
    )


def coupon_code(client):
    answer = client.put(ask("ActivateCoupon", CouponType=1, Prefix="AB", ActivateId=SCALARS["Guid"]))
    return member(result(answer), "Code")


def sign_in(client, password="test", remember_me=None):
    """The client's own answer type is camelCase: the answer is read by the DTO of this host."""
    body = Authenticate(provider="credentials", user_name="test", password=password, remember_me=remember_me)
    return client.post_url(f"{client.reply_base_url}Authenticate", body, DTO.User)


def sessions():
    client = new_client()
    checks.refused("not signed in", lambda: coupon_code(client), status=401, reason="Unauthorized", code="401")
    checks.refused("wrong password", lambda: sign_in(client, "Test"), status=401, code="Unauthorized", message="Invalid Username or Password")
    checks.refused("no password", lambda: sign_in(client, ""), status=500, code="ValidationException", fields=[("Password", "NotEmpty")])
    user = sign_in(client)
    checks.same("signed in", (member(user, "UserName"), member(user, "DisplayName")), ("test", "Test User"))
    checks.same("session", coupon_code(client), "AB0001")
    checks.refused(
        "service error in a session", lambda: client.put(ask("ActivateCoupon", CouponType=1, Prefix="ERR")),
        status=404, message="Coupon not found",
    )
    checks.refused("role that is missing", lambda: client.get(ask("AdminReq")), status=403, reason="Invalid Role", code="403")
    client.post(Authenticate(provider="logout"))
    checks.refused("signed out", lambda: coupon_code(client), status=401)
    sign_in(client, remember_me=True)
    checks.same("remembered", (client._get_cookie_value("ss-opt"), coupon_code(client)), ("perm", "AB0001"))
    if STYLE == "modern":
        answer = new_client().post(Authenticate(provider="credentials", user_name="test", password="test"))
        checks.same("the client's own answer type", (answer.user_name, answer.display_name), ("test", "Test User"))


def basic():
    checks.same("basic", coupon_code(new_client().set_credentials("test", "test")), "AB0001")
    wrong = new_client().set_credentials("test", "wrong")
    checks.refused("basic with a wrong password", lambda: coupon_code(wrong), status=401, code="Unauthorized", message="Invalid Username or Password")


def bearer():
    token = member(sign_in(new_client()), "BearerToken")
    if STYLE == "strict":
        checks.same("bearer: no tokens in the recordings", token, None)
    else:
        checks.same("bearer: token", coupon_code(new_client().set_bearer_token(token)), "AB0001")
        forged = new_client().set_bearer_token(re.sub(r"[^.]+$", "c2lnbmF0dXJl", token))
        # 10.x passes over a token that is none of its own.
        refusal = {"status": 401, "code": "401"} if STYLE == "modern" else {"status": 403, "code": "TokenException"}
        checks.refused("bearer: forged token", lambda: coupon_code(forged), **refusal)
    unknown = {"status": 404, "message": "API Key does not exist"} if STYLE == "tolerant" else {"status": 401, "code": "401"}
    checks.refused("bearer: unknown", lambda: coupon_code(new_client().set_bearer_token("nonsense")), **unknown)


def api_keys():
    as_token = new_client().set_bearer_token(API_KEY)
    as_name = new_client().set_credentials(API_KEY, "")
    if STYLE == "strict":
        checks.refused("no api keys in the recordings", lambda: coupon_code(as_token), status=401, code="401")
        checks.refused("api key as user name", lambda: coupon_code(as_name), status=401, code="401")
    else:
        checks.same("api key as bearer token", coupon_code(as_token), "AB0001")
        checks.same("api key as user name", coupon_code(as_name), "AB0001")


for part in [verbs, body, query, answers, uploads, batches, errors, sessions, basic, bearer, api_keys]:
    checks.of(part)
checks.done()
