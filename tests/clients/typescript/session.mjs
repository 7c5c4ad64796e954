// The session of docs/admin.md: node session.mjs [ADDRESS]
import { JsonServiceClient } from '@servicestack/client';

const emulator = process.argv[2] ?? 'http://localhost:7580';
const references = await (await fetch(`${emulator}/_emulator/types/mjs`)).text();
const dto = await import(`data:text/javascript,${encodeURIComponent(references)}`);
const client = new JsonServiceClient(`${emulator}/_emulator`);

const { Result } = await client.post(new dto.CreateTenant({ Name: 'session' }));
console.log(Result.Name, Result.Scenario);

const answer = '{"Coupon":[{"Code":"{{ Status }}-{{ scenario }}"}]}';
const stub = new dto.PutStub({ Operation: 'GetCouponsByStatus', Tenant: 'session' });
console.log((await client.putBody(stub, answer)).Result.File);
await client.put(new dto.SetScenario({ Tenant: 'session', Scenario: 'sale' }));

const basic = { headers: { Authorization: `Basic ${btoa('demo:demo')}` } };
const called = await fetch(`${emulator}/_t/session/Coupons/ByStatus/7.json`, basic);
console.log((await called.json()).Coupon[0].Code);

const { Results } = await client.get(new dto.ListStubs({ Tenant: 'session' }));
console.log(Results[0].Operation, Results[0].Answers[0].Given);

const wrong = new dto.SetStub({ Operation: 'GetCouponsByStatus', Text: '{"Coupons":[]}' });
const refused = await client.api(wrong);
console.log(refused.error.errorCode, refused.error.errors[0].fieldName);

await client.delete(new dto.DropTenant({ Name: 'session' }));
