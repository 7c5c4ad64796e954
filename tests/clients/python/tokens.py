"""PyPI servicestack and accounts by settings alone, the host tests/clients/hosts/members: python tokens.py KIND BASE_URL

KIND: cookies (tokens in cookies, as hosts of 6 and later have them), body (UseTokenCookie off), identity (ASP.NET Core
Identity with endpoint routing), keys (ApiKeysFeature).
"""

import base64
import hashlib
import hmac
import json
import sys
import time

from servicestack import (
    Authenticate,
    ConvertSessionToToken,
    GetAccessToken,
    JsonServiceClient,
    WebServiceException,
    WebServiceExceptionType,
)
from servicestack.log import Log, NullLogger

import dtos
from checks import Checks

KIND, BASE_URL = sys.argv[1:]
HAS_IDENTITY, IN_BODY = KIND == "identity", KIND == "body"
SECRET = "a secret of the scenarios, long enough for HS256"
checks = Checks(dtos.for_style("modern"), modern=True)
# Refusals without a body are expected here, and not worth a word.
Log.logger = NullLogger()
DTO = dtos.members()


def new_client():
    return JsonServiceClient(BASE_URL)


def sign_in(client, name="mia", password="p@55wOrd"):
    return client.post(Authenticate(provider="credentials", user_name=name, password=password))


def signed_in(name="mia"):
    client = new_client()
    return client, sign_in(client, name)


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def signed(typ="JWT", secret=SECRET, **claims):
    """A token as an identity server of one's own signs it."""
    issued = {"iss": "members", "aud": "tills"} if HAS_IDENTITY else {}
    message = part({"alg": "HS256", "typ": typ}) + "." + part({**issued, "exp": int(time.time()) + 3600, **claims})
    signature = hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()
    return f"{message}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def past():
    return int(time.time()) - 3600


def expired():
    return signed(sub=1, preferred_username="mia", exp=past())


def bearing(token, refresh_token=None):
    client = new_client().set_bearer_token(token)
    return client.set_refresh_token(refresh_token) if refresh_token else client


def allowed(client, request):
    try:
        client.post(request)
        return True
    except WebServiceException:
        return False


def tokens():
    client, user = signed_in()
    checks.same("user", (user.user_name, user.bearer_token is None), ("mia", not IN_BODY))
    checks.same("protected", allowed(client, DTO.Secured()), True)
    checks.same("role", (allowed(client, DTO.ForManagers()), allowed(client, DTO.ForAdmins())), (True, False))
    if IN_BODY:
        checks.same("bearer", allowed(bearing(user.bearer_token), DTO.Secured()), True)
    else:
        checks.same("cookies", (bool(client.token_cookie), bool(client.refresh_token_cookie)), (True, True))
        checks.same("the client uses them", client.use_token_cookie, True)
        checks.same("a copy of the token as bearer", allowed(bearing(client.token_cookie), DTO.Secured()), True)
    wrong = dict(status=401, code="Unauthorized", message="Invalid Username or Password")
    checks.refused("wrong password", lambda: sign_in(new_client(), password="x"), **wrong)


def claims():
    somebody = dict(sub="4e3d0b0e", preferred_username="zoe", name="Zoe of Elsewhere", email="zoe@example.org")
    zoe = bearing(signed(**somebody))
    checks.same("a user whom nobody listed", allowed(zoe, DTO.Secured()), True)
    session = zoe.post(Authenticate())
    names = (session.user_id, session.user_name, session.display_name)
    checks.same("names are those of the token", names, ("4e3d0b0e", "zoe", "Zoe of Elsewhere"))
    checks.refused("roles as well", lambda: zoe.post(DTO.ForManagers()), status=403)
    checks.same("a role", allowed(bearing(signed(**somebody, roles=["Manager"])), DTO.ForManagers()), True)
    admin = bearing(signed(**somebody, roles=["Admin"]))
    checks.same("an administrator", (allowed(admin, DTO.ForAdmins()), allowed(admin, DTO.ForManagers())), (True, not HAS_IDENTITY))
    checks.same("a number as id", allowed(bearing(signed(**{**somebody, "sub": 99})), DTO.TestAuth()), True)


def bad_tokens():
    late = dict(status=401, code="401") if HAS_IDENTITY else dict(status=401, code="TokenException", message="Token has expired")
    checks.refused("expired", lambda: bearing(expired()).post(DTO.Secured()), **late)
    forged = signed(sub=1, secret="another secret")
    checks.refused("forged", lambda: bearing(forged).post(DTO.Secured()), status=401, code="401")
    unsigned = f"{part({'alg': 'none'})}.{part({'sub': 1, 'roles': ['Admin']})}."
    checks.same("unsigned", allowed(bearing(unsigned), DTO.ForAdmins()), False)
    if not HAS_IDENTITY:
        attribute = dict(status=401, code="Unauthorized", message="Not Authenticated")
        checks.refused("to a validate attribute", lambda: bearing(expired()).post(DTO.TestAuth()), **attribute)


def refresh():
    client, user = signed_in()
    refresh_token = user.refresh_token or client.refresh_token_cookie
    if IN_BODY:
        given = new_client().post(GetAccessToken(refresh_token=refresh_token))
        checks.same("asked for", allowed(bearing(given.access_token), DTO.Secured()), True)
        checks.same("by the client itself", allowed(bearing(expired(), refresh_token), DTO.Secured()), True)
    else:
        # An answer that gives a cookie and takes it away leaves it in the jar of Python.
        for name in [cookie.name for cookie in client._session.cookies if cookie.name.startswith(".AspNetCore")]:
            del client._session.cookies[name]
        cookie = next(cookie for cookie in client._session.cookies if cookie.name == "ss-tok")
        before = cookie.value = expired()
        client._session.cookies.set_cookie(cookie)
        checks.same("a stale cookie beside a good one", allowed(client, DTO.Secured()), True)
        checks.same("is renewed", client.token_cookie != before, True)
        checks.same("asked for", allowed(client, GetAccessToken()), True)


def bad_refresh():
    def bad(refresh_token=None):
        return lambda: new_client().post(GetAccessToken(refresh_token=refresh_token))

    if HAS_IDENTITY:
        checks.refused("unknown", bad("Invalid.Refresh.Token"), status=404, code="NotFound", message="User does not exist")
        checks.refused("none", bad(), status=403, code="Forbidden", message="RefreshToken is Invalid")
        return
    checks.refused("no base64", bad("Invalid.Refresh.Token"), status=400, code="ArgumentException", message="Illegal base64url string!")
    checks.refused("none", bad(), status=400, code="ArgumentNullException", fields=[("refreshToken", "ArgumentNullException")])
    late = signed("JWTR", sub=1, exp=past())
    checks.refused("expired", bad(late), status=401, code="TokenException", message="Token has expired")
    checks.refused("of nobody", bad(signed("JWTR", sub=4711)), status=404, code="NotFound", message="User does not exist")
    for name, token, code in [("invalid", "Invalid.Refresh.Token", "ArgumentException"), ("expired", late, "TokenException")]:
        try:
            bearing(expired(), token).post(DTO.Secured())
            told = None
        except WebServiceException as error:
            told = (error.type, error.response_status.error_code)
        checks.same(f"the client is told of {name}", told, (WebServiceExceptionType.REFRESH_TOKEN_EXCEPTION, code))


def asked_again():
    client = new_client()
    asked = []

    def again():
        asked.append(1)
        sign_in(client)

    client.on_authentication_required = again
    checks.same("signs in when asked", (allowed(client, DTO.Secured()), len(asked)), (True, 1))


def conversion():
    client, _ = signed_in()
    client.post(ConvertSessionToToken(preserve_session=True))
    checks.same("a token for the session", allowed(bearing(client.token_cookie), DTO.ForManagers()), True)


def sign_out():
    client, _ = signed_in()
    client.post(Authenticate(provider="logout"))
    client.use_token_cookie = False
    checks.same("signed out", allowed(client, DTO.Secured()), False)


def basic():
    client = new_client().set_credentials("mia", "p@55wOrd")
    checks.same("protected", allowed(client, DTO.Secured()), True)
    checks.same("get of the session", client.get(Authenticate()).user_name, "mia")
    checks.same("post of the session", client.post(Authenticate()).user_name, "mia")


def keys():
    client = bearing("ak-of-mia-0123456789")
    checks.same("as bearer", allowed(client, DTO.ByKey()), True)
    header = new_client()
    header.headers["X-Api-Key"] = "ak-of-mia-0123456789"
    checks.same("in a header", allowed(header, DTO.ByKey()), True)
    invalid = dict(status=401, code="Unauthorized", message="Invalid API Key")
    checks.refused("none", lambda: new_client().post(DTO.ByKey()), **invalid)
    checks.refused("wrong", lambda: bearing("ak-of-nobody-0123456789").post(DTO.ByKey()), **invalid)
    checks.same("signs in", allowed(client, DTO.Secured()), KIND != "keys")


def rules():
    invalid = dict(name="", age=0, email="x", code="abcd")
    stranger = dict(status=401) if HAS_IDENTITY else dict(status=401, code="Unauthorized", message="Not Authenticated")
    checks.refused("who calls comes first", lambda: new_client().post(DTO.Join(**invalid)), **stranger)
    client, _ = signed_in()
    checks.refused(
        "all that is broken", lambda: client.post(DTO.Join(**invalid)),
        status=400, code="NotEmpty", message="'Name' must not be empty.",
        fields=[("Name", "NotEmpty"), ("Age", "InclusiveBetween"), ("Email", "Email"), ("Code", "Length")],
    )
    checks.same("all is well", allowed(client, DTO.Join(name="a", age=7, email="a@b.c", code="abc")), True)


def verbs():
    unknown = dict(status=404) if HAS_IDENTITY else dict(status=405, code="NotImplementedException")
    checks.refused("unknown operation", lambda: new_client().post(DTO.Unknown()), **unknown)
    lacking = dict(status=405) if HAS_IDENTITY else dict(status=405, code="NotImplementedException")
    checks.refused("verb that the operation lacks", lambda: new_client().post(DTO.GetOnly()), **lacking)


def header_names():
    names = set()
    client = new_client()
    client.response_filter = lambda response: names.update(response.headers)
    sign_in(client)
    client.send_all([DTO.Hello(name="a"), DTO.Hello(name="b")])
    wanted = {"Set-Cookie", "Content-Type", "X-AutoBatch-Completed"} | (set() if IN_BODY else {"X-Cookies"})
    checks.same("as hosts spell them", wanted - names, set())


OF_TOKENS = [tokens, claims, bad_tokens, refresh, bad_refresh, asked_again, sign_out, rules, verbs, header_names]
PARTS = {
    "cookies": [*OF_TOKENS, basic, keys],
    "body": [*OF_TOKENS, conversion, basic, keys],
    "identity": OF_TOKENS,
    "keys": [keys, basic, rules, verbs],
}
for scenario in PARTS[KIND]:
    checks.of(scenario)
checks.done()
