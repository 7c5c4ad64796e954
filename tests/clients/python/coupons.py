"""PyPI servicestack against ApexERPHost's coupon services: python coupons.py BASE_URL PREFIX

PREFIX belongs to this run: the host may be shared.
"""

import sys
import uuid
from decimal import Decimal

from servicestack import Authenticate, JsonServiceClient

import dtos
from checks import Checks

BASE_URL, PREFIX = sys.argv[1:]
DTO = dtos.for_style("tolerant")
checks = Checks(DTO, modern=False)
client = JsonServiceClient(BASE_URL)
ACTIVATE_ID = uuid.uuid4().hex


def activate(**members):
    request = DTO.ActivateCoupon(**{"CouponType": 7, "Prefix": PREFIX, **members})
    return client.put_url("/Coupons/Activate", request).Result


def sign_in():
    checks.refused("not signed in", lambda: activate(ActivateId=ACTIVATE_ID), status=401)
    wrong = Authenticate(provider="credentials", user_name="demo", password="x")
    checks.refused("wrong password", lambda: client.post(wrong), status=401, code="Unauthorized")
    client.post(Authenticate(provider="credentials", user_name="demo", password="demo"))


def coupons():
    series = DTO.AddCoupons(
        Type=7, Prefix=PREFIX, CodeFrom=1, CodeTo=2, CodeLength=3, ExpDate="2099-12-31",
        Data='{Prods:[{ProdId:"P,1",SCount:1.50,Value:2}]}',
    )
    added = client.post(series)
    checks.same("added", (added.Inserted, added.Omitted), (2, 0))
    first = activate(ActivateId=ACTIVATE_ID)
    got = (first.Code, first.CouponType, first.CouponStatus, first.ActivateId)
    checks.same("activated", got, (f"{PREFIX}001", 7, 1, ACTIVATE_ID))
    checks.same("products", [(prod.ProdId, prod.SCount) for prod in first.Data.Prods], [("P,1", Decimal("1.5"))])
    checks.same("expires", first.ExpirationDate.date().isoformat(), "2099-12-31")
    checks.same("again", activate(ActivateId=ACTIVATE_ID), first)
    checks.same("next", activate(ActivateId=uuid.uuid4().hex).Code, f"{PREFIX}002")
    active = client.get(DTO.GetCouponsByStatus(Status=1)).Coupon
    checks.same("by status", len([coupon for coupon in active if coupon.Code.startswith(PREFIX)]), 2)


def refusals():
    checks.refused("none left", lambda: activate(ActivateId=uuid.uuid4().hex), status=404, code="NotFound")
    checks.refused("other series", lambda: activate(ActivateId=ACTIVATE_ID, CouponType=8), status=409, code="Conflict")
    checks.refused("no prefix", lambda: activate(Prefix=""), status=400, code="NotEmpty", fields=[("Prefix", "NotEmpty")])


for part in [sign_in, coupons, refusals]:
    checks.of(part)
checks.done()
