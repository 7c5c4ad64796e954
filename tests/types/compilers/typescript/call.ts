// A typed call with npm @servicestack/client and the DTOs that the host generated: node call.js BASE_URL PREFIX
import { JsonServiceClient } from '@servicestack/client';
import { AddCoupons, ActivateCoupon, ActivateCouponResponse, Coupon } from './dtos.js';

const [baseUrl, prefix] = process.argv.slice(2) as [string, string];
const client = new JsonServiceClient(baseUrl);
client.userName = 'demo';
client.password = 'demo';

await client.post(new AddCoupons({ Type: 7, Prefix: prefix, CodeFrom: 1, CodeTo: 1, CodeLength: 3, ExpDate: '2099-12-31' }));
const activateId = crypto.randomUUID();
const request = new ActivateCoupon({ CouponType: 7, Prefix: prefix, ActivateId: activateId });
const answer: ActivateCouponResponse = await client.put(request);
const coupon: Coupon = answer.Result!;
const found = JSON.stringify([coupon.Code, coupon.CouponType, coupon.ActivateId]);
const expected = JSON.stringify([`${prefix}001`, 7, activateId.replaceAll('-', '')]);
if (found !== expected) {
  throw new Error(`${found} is not ${expected}`);
}
console.log('called', found);
