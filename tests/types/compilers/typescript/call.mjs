// The same with JavaScript's DTOs: node call.mjs BASE_URL PREFIX
import { JsonServiceClient } from '@servicestack/client';
import { AddCoupons, ActivateCoupon } from './dtos.mjs';

const [baseUrl, prefix] = process.argv.slice(2);
const client = new JsonServiceClient(baseUrl);
client.userName = 'demo';
client.password = 'demo';

await client.send(new AddCoupons({ Type: 7, Prefix: prefix, CodeFrom: 1, CodeTo: 1, CodeLength: 3, ExpDate: '2099-12-31' }));
const answer = await client.send(new ActivateCoupon({ CouponType: 7, Prefix: prefix, ActivateId: crypto.randomUUID() }));
if (answer.Result.Code !== `${prefix}001`) {
  throw new Error(JSON.stringify(answer));
}
console.log('called', answer.Result.Code);
