// npm @servicestack/client against the admin API, by the DTOs that it gives of itself: node admin.mjs BASE_URL TENANT
//
// TENANT belongs to this run: the host may be shared.
import { JsonServiceClient } from '@servicestack/client';
import { Checks } from './checks.mjs';

const [baseUrl, tenant] = process.argv.slice(2);
const admin = `${baseUrl}/_emulator`;
const source = await (await fetch(`${admin}/types/mjs`)).text();
const dto = await import(`data:text/javascript,${encodeURIComponent(source)}`);
const checks = new Checks();
const client = new JsonServiceClient(admin);
const demo = { Authorization: `Basic ${btoa('demo:demo')}` };

async function tenants() {
  const made = await client.post(new dto.CreateTenant({ Name: tenant }));
  checks.same('made', [made.Result.Name, made.Result.Scenario], [tenant, 'start']);
  await checks.refused('made again', client, () => client.post(new dto.CreateTenant({ Name: tenant })),
    { status: 409, errorCode: 'TenantExists', fields: [['Name', 'TenantExists']] });
}

async function stubs() {
  const text = JSON.stringify({ Coupon: [{ Code: '{{ Status }}-{{ variables.shop }}' }] });
  const put = await client.putBody(new dto.PutStub({ Operation: 'GetCouponsByStatus', Tenant: tenant }), text);
  checks.same('put', [put.Result.Source, put.Result.Notation, put.Result.Text], ['call', 'json', text]);
  const set = new dto.SetScenario({ Tenant: tenant, Scenario: 'sale', Variables: { shop: 'S1' } });
  checks.same('scenario', (await client.put(set)).Scenario, 'sale');
  const answer = await (await fetch(`${baseUrl}/_t/${tenant}/Coupons/ByStatus/7.json`, { headers: demo })).json();
  checks.same('answered by the stub', answer.Coupon.map(coupon => coupon.Code), ['7-S1']);
  const listed = await client.get(new dto.ListStubs({ Tenant: tenant }));
  checks.same('counted', listed.Results.map(stub => stub.Answers[0].Given), [1]);
  const wrong = new dto.SetStub({ Operation: 'GetCouponsByStatus', Text: '{"Coupons":[]}', Tenant: tenant });
  await checks.refused('a mistake', client, () => client.post(wrong),
    { status: 400, errorCode: 'StubMistake', fields: [['Coupons', 'StubMistake']] });
  await client.delete(new dto.RemoveStub({ Operation: 'GetCouponsByStatus', Tenant: tenant }));
}

async function coupons() {
  const added = await client.post(new dto.AddCoupons({ Tenant: tenant, Type: 7, Prefix: 'T', Codes: ['1', '2'], Activate: true }));
  checks.same('added', [added.Inserted, added.Omitted], [2, []]);
  const spent = await client.post(new dto.SpendCoupon({ Tenant: tenant, Code: 'T1', PosNum: 3 }));
  checks.same('spent', [spent.Result.CouponStatus, spent.Result.Spending.PosNum], [2, 3]);
  const found = await client.get(new dto.FindCoupons({ Tenant: tenant, CouponType: 7 }));
  checks.same('found', found.Results.map(coupon => coupon.Code), ['T1', 'T2']);
  await client.post(new dto.TakeSnapshot({ Tenant: tenant, Name: tenant }));
  await client.delete(new dto.RemoveCoupons({ Tenant: tenant }));
  const restored = await client.post(new dto.RestoreSnapshot({ Tenant: tenant, Name: tenant }));
  checks.same('restored', restored.Result.Name, tenant);
  const voided = await client.post(new dto.VoidCoupon({ Tenant: tenant, Code: 'T2' }));
  checks.same('voided', voided.Result.Voided, true);
}

async function end() {
  await client.delete(new dto.DropSnapshot({ Name: tenant }));
  await client.delete(new dto.DropTenant({ Name: tenant }));
  const names = (await client.get(new dto.ListTenants())).Results.map(one => one.Name);
  checks.same('dropped', names.includes(tenant), false);
}

for (const part of [tenants, stubs, coupons, end]) {
  await checks.of(part.name, part);
}
checks.done();
