"""PyPI servicestack against the admin API, by the DTOs that it gives of itself: python admin.py DTOS BASE_URL TENANT

DTOS is what it gives at /types/python, a file. TENANT belongs to this run: the host may be shared.
"""

import json
import sys

import requests
from servicestack import JsonServiceClient
from servicestack.log import Log, NullLogger

import dtos
from checks import Checks
from references import module

DTOS, HOST, TENANT = sys.argv[1:]
dto = module(DTOS)
checks = Checks(dtos.for_style("tolerant"), modern=False)
client = JsonServiceClient(f"{HOST}/_emulator")
Log.logger = NullLogger()


def tenants():
    made = client.post(dto.CreateTenant(Name=TENANT)).Result
    checks.same("made", (made.Name, made.Scenario), (TENANT, "start"))
    again = dict(status=409, code="TenantExists", fields=[("Name", "TenantExists")])
    checks.refused("made again", lambda: client.post(dto.CreateTenant(Name=TENANT)), **again)


def stubs():
    text = json.dumps({"Coupon": [{"Code": "{{ Status }}-{{ variables.shop }}"}]})
    stub = client.post(dto.SetStub(Operation="GetCouponsByStatus", Text=text, Tenant=TENANT)).Result
    checks.same("set", (stub.Source, stub.Notation, stub.Text), ("call", "json", text))
    scenario = client.put(dto.SetScenario(Tenant=TENANT, Scenario="sale", Variables={"shop": "S1"}))
    checks.same("scenario", scenario.Scenario, "sale")
    answer = requests.get(f"{HOST}/_t/{TENANT}/Coupons/ByStatus/7.json", auth=("demo", "demo")).json()
    checks.same("answered by the stub", [coupon["Code"] for coupon in answer["Coupon"]], ["7-S1"])
    listed = client.get(dto.ListStubs(Tenant=TENANT)).Results
    checks.same("counted", [stub.Answers[0].Given for stub in listed], [1])
    wrong = dto.SetStub(Operation="GetCouponsByStatus", Text='{"Coupons":[]}', Tenant=TENANT)
    checks.refused("a mistake", lambda: client.post(wrong), status=400, code="StubMistake", fields=[("Coupons", "StubMistake")])
    client.delete(dto.RemoveStub(Operation="GetCouponsByStatus", Tenant=TENANT))


def clock():
    moved = client.put(dto.SetClock(At="2030-01-02T03:04:05Z", Frozen=True, Tenant=TENANT))
    checks.same("clock", (moved.Frozen, str(moved.Now)[:10]), (True, "2030-01-02"))


def coupons():
    added = client.post(dto.AddCoupons(Tenant=TENANT, Type=7, Prefix="P", Codes=["1", "2"], Activate=True))
    checks.same("added", (added.Inserted, added.Omitted), (2, []))
    spent = client.post(dto.SpendCoupon(Tenant=TENANT, Code="P1", PosNum=3)).Result
    checks.same("spent", (spent.CouponStatus, spent.Spending.PosNum), (2, 3))
    found = client.get(dto.FindCoupons(Tenant=TENANT, CouponType=7)).Results
    checks.same("found", [coupon.Code for coupon in found], ["P1", "P2"])
    client.post(dto.TakeSnapshot(Tenant=TENANT, Name=TENANT))
    client.delete(dto.RemoveCoupons(Tenant=TENANT))
    restored = client.post(dto.RestoreSnapshot(Tenant=TENANT, Name=TENANT)).Result
    checks.same("restored", restored.Name, TENANT)
    checks.same("voided", client.post(dto.VoidCoupon(Tenant=TENANT, Code="P2")).Result.Voided, True)


def end():
    client.delete(dto.DropSnapshot(Name=TENANT))
    client.delete(dto.DropTenant(Name=TENANT))
    names = [tenant.Name for tenant in client.get(dto.ListTenants()).Results]
    checks.same("dropped", TENANT in names, False)


for part in [tenants, stubs, clock, coupons, end]:
    checks.of(part)
checks.done()
