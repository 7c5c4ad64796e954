// npm @servicestack/client against ApexERPHost's coupon services: node coupons.mjs BASE_URL PREFIX
//
// PREFIX belongs to this run: the host may be shared.
import { JsonServiceClient } from '@servicestack/client';
import { Checks } from './checks.mjs';
import * as dto from './dtos.mjs';

const [baseUrl, prefix] = process.argv.slice(2);
const checks = new Checks();
const client = new JsonServiceClient(baseUrl);
const activateId = crypto.randomUUID();

const activate = members => client.putToUrl('/Coupons/Activate', new dto.ActivateCoupon({ couponType: 7, prefix, ...members }));

async function signIn() {
  await checks.refused('not signed in', client, () => activate({ activateId }), { status: 401 });
  await checks.refused('wrong password', client,
    () => client.post(new dto.Authenticate({ provider: 'credentials', userName: 'demo', password: 'x' })), { status: 401, errorCode: 'Unauthorized' });
  const user = await client.post(new dto.Authenticate({ provider: 'credentials', userName: 'demo', password: 'demo' }));
  checks.same('signed in', user.UserName, 'demo');
}

async function coupons() {
  const series = { type: 7, prefix, codeFrom: 1, codeTo: 2, codeLength: 3, expDate: '2099-12-31', data: '{Prods:[{ProdId:"P,1",SCount:1.50,Value:2}]}' };
  const added = await client.post(new dto.AddCoupons(series));
  checks.same('added', [added.Inserted, added.Omitted], [2, 0]);
  const first = (await activate({ activateId })).Result;
  checks.same('activated', [first.Code, first.CouponType, first.CouponStatus, first.ActivateId], [`${prefix}001`, 7, 1, activateId.replaceAll('-', '')]);
  checks.same('products', first.Data.Prods.map(prod => [prod.ProdId, prod.SCount]), [['P,1', 1.5]]);
  checks.same('again', (await activate({ activateId })).Result, first);
  checks.same('next', (await activate({ activateId: crypto.randomUUID() })).Result.Code, `${prefix}002`);
  const active = (await client.get(new dto.GetCouponsByStatus({ status: 1 }))).Coupon;
  checks.same('by status', active.filter(coupon => coupon.Code.startsWith(prefix)).length, 2);
}

async function refusals() {
  await checks.refused('none left', client, () => activate({ activateId: crypto.randomUUID() }), { status: 404, errorCode: 'NotFound' });
  await checks.refused('other series', client, () => activate({ activateId, couponType: 8 }), { status: 409, errorCode: 'Conflict' });
  await checks.refused('no prefix', client, () => activate({ prefix: '' }), { status: 400, errorCode: 'NotEmpty', fields: [['Prefix', 'NotEmpty']] });
}

for (const part of [signIn, coupons, refusals]) {
  await checks.of(part.name, part);
}
checks.done();
