"""PyPI servicestack against the host examples/hosts/shop: python shop.py DTOS BASE_URL TENANT

DTOS is what the host gives at /types/python, a file. TENANT belongs to this run: the host may be shared.
"""

import io
import sys
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Optional

import requests
from dataclasses_json import LetterCase, dataclass_json
from servicestack import AuthenticateResponse, IPost, IReturn, JsonServiceClient, UploadFile
from servicestack.log import Log, NullLogger

from checks import Checks
from references import module

DTOS, HOST, TENANT = sys.argv[1:]
BASE_URL = f"{HOST}/_t/{TENANT}"
dto = module(DTOS)
checks = Checks(dto, modern=True)
# Refusals without a body are expected here, and not worth a word.
Log.logger = NullLogger()


@dataclass_json(letter_case=LetterCase.CAMEL)
@dataclass
class Register(IReturn[AuthenticateResponse], IPost):
    """ServiceStack's own: the references of no host have it, and the client neither."""

    user_name: Optional[str] = None
    password: Optional[str] = None
    display_name: Optional[str] = None


def new_client():
    return JsonServiceClient(BASE_URL)


def signed_in(name, password=None):
    client = new_client()
    client.post(dto.Authenticate(provider="credentials", user_name=name, password=password or name))
    return client


def templates():
    client = new_client()
    checks.same("members", client.get(dto.Hello(name="Жук & co")).result, "Hello, Жук & co!")
    checks.same("one expression keeps its type", client.post(dto.CountLetters(text="abc")), 3)
    described = client.put(dto.DescribeRequest(id=7))
    checks.same("verb and path", (described.id, described.verb, described.path), (7, "PUT", "/api/DescribeRequest"))
    report = client.get(dto.GetReport(names=["ann", "bob"]))
    checks.same("loop in a text", report.title, "ANN, BOB")
    checks.same("loop over items", [(line.place, line.text) for line in report.lines], [(1, "ann"), (2, "bob")])


def literals():
    client = new_client()
    hours = client.get(dto.GetOpeningHours())
    checks.same("object", [(day.day, day.from_) for day in hours.days], [("Monday", "08:00"), ("Saturday", "09:00")])
    checks.same("list", client.get(dto.ListWords()), ["apple", "bread", "a, b"])


def echo():
    sent = {
        "id": -7, "big": 9223372036854775807, "price": Decimal("12.5"), "ratio": 0.1, "text": 'Ж "q" {a:1}', "flag": True,
        "span": timedelta(hours=1), "kind": dto.ProductKind.TOOL, "words": ["a", "b,c", ""], "counts": {"k": 1},
        "address": dto.Address(city="Riga"),
    }
    answer = new_client().post(dto.EchoValues(**sent))
    for name, value in sent.items():
        checks.same(f"echo: {name}", getattr(answer, name), value)


def files():
    first = UploadFile(field_name="first", file_name="a.txt", content_type="text/plain", stream=io.BytesIO(b"abc"))
    second = UploadFile(field_name="second", file_name="b.png", content_type="image/png", stream=io.BytesIO(b"defg"))
    uploaded = new_client().post_files_with_request(dto.UploadPictures(album="cats"), [first, second])
    pictures = [(picture.file_name, picture.content_type, picture.bytes_) for picture in uploaded.pictures]
    checks.same("files", (uploaded.album, pictures), ("cats", [("a.txt", "text/plain", 3), ("b.png", "image/png", 4)]))


def callers():
    client = new_client()
    checks.refused("nobody", lambda: client.get(dto.WhoAmI()), status=401, code="Unauthorized")
    mia = signed_in("mia")
    who = mia.get(dto.WhoAmI())
    checks.same("caller", (who.id, who.name, who.display_name, who.roles), ("1", "mia", "Mia Manager", ["Manager"]))
    checks.same("session", who.session_id, mia._get_cookie_value("ss-id"))
    checks.same("role", mia.post(dto.CloseTill()), None)
    till = signed_in("till")
    checks.refused("role that is missing", lambda: till.post(dto.CloseTill()), status=403, message="Manager Role Required")
    checks.refused("wrong password", lambda: signed_in("mia", "x"), status=401, message="Invalid Username or Password")
    guest = new_client()
    entered = guest.post(dto.EnterAs(name="zoe", roles=["Manager"]))
    checks.same("somebody whom nobody listed", (entered.result, guest.get(dto.WhoAmI()).name), ("Welcome, zoe!", "zoe"))
    mia.post(dto.Authenticate(provider="logout"))
    checks.refused("signed out", lambda: mia.get(dto.WhoAmI()), status=401)


def registration():
    client = new_client()
    short = Register(user_name="ann", password="x")
    checks.refused("password too short", lambda: client.post(short), status=400, fields=[("Password", "MinimumLength")])
    registered = client.post(Register(user_name="ann", password="secret", display_name="Ann"))
    checks.same("registered", registered.user_name, "ann")
    checks.same("and signed in", client.get(dto.WhoAmI()).roles, ["Guest"])
    checks.refused("taken", lambda: client.post(Register(user_name="ann", password="other")), code="AlreadyExists")
    mia = signed_in("mia")
    checks.same("roles", mia.post(dto.AssignRoles(user_name="ann", roles=["Manager"])).all_roles, ["Manager"])
    checks.same("of the new user", signed_in("ann", "secret").post(dto.CloseTill()), None)


def query():
    client = new_client()
    found = client.get(dto.QueryProducts(kind=dto.ProductKind.FOOD, order_by="-price"))
    checks.same("equal", [row.name for row in found.results], ["Bread", "Apple"])
    named = client.get(dto.QueryProducts(include="total", take=1), args={"nameContains": "oo"})
    checks.same("what no member asks", (named.total, named.results[0].name), (1, "Cook book"))
    ranges = client.get(dto.QueryProducts(), args={"priceBetween": "1,13", "idIn": "1,2,3", "fields": "id,code"})
    checks.same("between, in, fields", [(row.id, row.code, row.name) for row in ranges.results], [(2, "B1", None), (3, "H1", None)])
    checks.same("by key", client.get(dto.GetProduct(id=3)).result.name, "Hammer")
    checks.same("by another member", client.get(dto.FindProduct(code="K1")).result.tags, ["gift"])
    checks.refused("no such key", lambda: client.get(dto.GetProduct(id=99)), status=404, code="NotFound")
    checks.refused("no such code", lambda: client.get(dto.FindProduct(code="Z")), status=404, message="there is no product Z")


def crud():
    client = new_client()
    made = client.post(dto.CreateProduct(code="N1", name="New", price=Decimal(20), kind=dto.ProductKind.BOOK, tags=["a"]))
    checks.same("created", (made.count, made.result.name, made.result.tags), (1, "New", ["a"]))
    updated = client.put(dto.UpdateProduct(id=made.id, code="N2", name="Newer", price=Decimal(30), kind=dto.ProductKind.TOOL))
    checks.same("updated", (updated.result.code, updated.result.kind), ("N2", dto.ProductKind.TOOL))
    patched = client.patch(dto.PatchProduct(id=made.id, price=Decimal(31))).result
    checks.same("patched", (patched.name, patched.price), ("Newer", Decimal(31)))
    checks.refused("deleted by nobody", lambda: client.delete(dto.DeleteProduct(id=made.id)), status=401)
    checks.same("deleted", signed_in("mia").delete(dto.DeleteProduct(id=made.id)).count, 1)
    checks.refused("gone", lambda: client.get(dto.GetProduct(id=made.id)), status=404)
    checks.refused(
        "rules of the contract", lambda: client.post(dto.CreateProduct(code="N1", price=Decimal(2000))),
        status=400, code="NotEmpty", fields=[("Name", "NotEmpty"), ("Price", "InclusiveBetween")],
    )


def rules():
    client = new_client()
    lines = [dto.OrderLine(code="A1", quantity=2), dto.OrderLine(code="B1", quantity=3)]
    placed = client.post(dto.PlaceOrder(customer="Ann", address=dto.Address(city="Riga", zip="1050"), lines=lines))
    checks.same("kept", (placed.number, placed.count, placed.city, placed.total), (1, 2, "Riga", Decimal(5)))
    lines = [dto.OrderLine(quantity=1), dto.OrderLine(quantity=0)]
    wrong = dto.PlaceOrder(address=dto.Address(zip="1"), lines=lines)
    checks.refused(
        "of members in objects and lists", lambda: client.post(wrong), status=400, code="NotEmpty",
        fields=[
            ("Customer", "NotEmpty"), ("Address.City", "NotEmpty"), ("Address.Zip", "Length"),
            ("Lines[1].Quantity", "InclusiveBetween"),
        ],
    )
    checks.refused("for certain requests", lambda: client.post(dto.PlaceOrder(customer="Ann")), fields=[("Email", "NotEmpty")])


def errors():
    client = new_client()

    def failing(kind, message):
        return lambda: client.post(dto.Fail(type_=kind, message=message))

    checks.refused("status, code, message", failing("NotFound", "gone"), status=404, code="NotFound", message="gone")
    checks.refused("code from a member", failing("Teapot", 'Ж "x"'), status=500, code="Teapot", message='Ж "x"')
    checks.refused("fields", failing("Fields", "x"), status=400, code="Invalid", fields=[("Type", "Wrong"), ("Message", "TooShort")])
    checks.refused("once", lambda: client.post(dto.TryAgain()), status=503, code="Busy")
    checks.same("then not", client.post(dto.TryAgain()).result, "done")
    checks.same("unknown operation", requests.post(f"{BASE_URL}/api/Nothing", data="{}").status_code, 405)


def state():
    client = new_client()
    checks.same("sequence", [client.post(dto.NextNumber()) for _ in range(4)], [10, 20, 30, 30])
    checks.same("no scenario", client.get(dto.GetSale()).name, "none")
    client.post(dto.StartSale(percent=20))
    sale = client.get(dto.GetSale())
    checks.same("scenario", (sale.name, sale.percent), ("sale", 20))


def batches():
    client = new_client()
    completed, names = [], set()

    def see(response):
        completed.append(response.headers.get("X-AutoBatch-Completed"))
        names.update(response.headers)

    client.response_filter = see
    hellos = client.send_all([dto.Hello(name=name) for name in ["a", "b,c", "Ж"]])
    checks.same("batch", ([hello.result for hello in hellos], completed[-1:]), (["Hello, a!", "Hello, b,c!", "Hello, Ж!"], ["3"]))
    spelled = {"X-AutoBatch-Completed", "Content-Type", "Set-Cookie"}
    checks.same("names of headers as hosts spell them", spelled - names, set())
    client.send_all_oneway([dto.CountVisit(page="a"), dto.CountVisit(page="b")])
    visits = client.get(dto.GetVisits())
    checks.same("one-way", (visits.count, visits.last_page), (2, "b"))


def raw():
    sent = requests.post(f"{BASE_URL}/notes/7?ContentType=text/x-note", data="{no JSON", headers={"Content-Type": "application/json"})
    got = (sent.text, sent.headers["Content-Type"], sent.headers["X-Note"])
    checks.same("raw body and headers", got, ("{no JSON", "text/x-note", "7"))
    price_list = requests.get(f"{BASE_URL}/price-list")
    checks.same("text", (price_list.headers["Content-Type"], price_list.text.split("\n")[0]), ("text/csv", "A1;0.5"))
    client = new_client()
    checks.same("file", client.get(dto.GetLogo())[1:4], b"PNG")
    checks.same("stream", client.get(dto.GetManual()), b"The manual")


def formats():
    jsv = requests.get(f"{BASE_URL}/jsv/reply/GetReport?Names=ann,bob").text
    checks.same("JSV", jsv, '{title:"ANN, BOB",lines:[{place:1,text:ann},{place:2,text:bob}]}')
    xml = requests.get(f"{BASE_URL}/xml/reply/Hello?Name=a").text
    checks.same("XML", "<Result>Hello, a!</Result>" in xml, True)
    posted = requests.post(f"{BASE_URL}/hello?format=jsv", data='{Name:"a,b"}', headers={"Content-Type": "application/jsv"})
    checks.same("JSV body", posted.text, '{result:"Hello, a,b!"}')


for part in [templates, literals, echo, files, callers, registration, query, crud, rules, errors, state, batches, raw, formats]:
    checks.of(part)
checks.done()
