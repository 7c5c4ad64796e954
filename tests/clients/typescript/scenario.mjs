// npm @servicestack/client against a running conformance host: node scenario.mjs STYLE BASE_URL API_KEY
//
// STYLE: strict (5.9.1 and nothing else: PascalCase, /json/reply, neither keys nor tokens), tolerant (PascalCase, /api),
// modern (camelCase, /api). API_KEY is a key of the user `test`.
import { JsonServiceClient, toDate, toPascalCase } from '@servicestack/client';
import { Checks } from './checks.mjs';
import * as dto from './dtos.mjs';

const [style, baseUrl, apiKey] = process.argv.slice(2);
const checks = new Checks();

function newClient() {
  const client = new JsonServiceClient(baseUrl);
  return style === 'strict' ? client.useBasePath(null) : client;
}

// A member of an answer as this host spells it.
const member = (answer, name) => answer?.[style === 'modern' ? name : toPascalCase(name)];
const result = answer => member(answer, 'result');

async function verbs() {
  const client = newClient();
  const hello = new dto.Hello({ name: 'Жук & co/1' });
  for (const verb of ['get', 'post', 'put', 'patch', 'delete']) {
    await checks.of(verb, async () => checks.same(verb, result(await client[verb](hello)), 'Hello, Жук & co/1!'));
  }
  await checks.of('send', async () => checks.same('send', result(await client.send(new dto.GetOnly({ name: 'x' }))), 'gx'));
  await checks.refused('verb that the service lacks', client, () => client.post(new dto.GetOnly()),
    { status: 405, errorCode: 'NotImplementedException' });
  await checks.refused('unknown operation', client, () => client.post(new dto.Unknown()),
    { status: 405, errorCode: 'NotImplementedException' });
  await checks.of('own route', async () =>
    checks.same('own route', result(await client.get('/hello/World.json')), 'Hello, World!'));
}

const scalars = {
  byte: 200, short: -1234, int: -2147483648, long: Number.MAX_SAFE_INTEGER, float: 1.25, double: 0.1, decimal: 1.5,
  string: 'Ж "q" \\ {a:[1,b]} + 100%\n', timeSpan: 'PT1H1.5S', guid: 'ea762009-b66c-410b-9bf5-ce21ad519249', char: ',',
  bool: true,
};
const moments = { dateTime: new Date('2020-01-02T03:04:05.678Z'), dateTimeOffset: new Date('1969-12-31T23:59:59Z') };

function sameScalars(where, answer) {
  for (const [name, sent] of Object.entries(scalars)) {
    const got = member(answer, name);
    checks.same(`${where}: ${name}`, name === 'guid' ? dashed(got) : got, sent);
  }
  for (const [name, sent] of Object.entries(moments)) {
    checks.same(`${where}: ${name}`, toDate(member(answer, name)), sent);
  }
}

function dashed(guid) {
  return guid?.replace(/-/g, '').toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

async function body() {
  const sent = { ...scalars, ...moments, bytes: '//79', list: ['A', 'B,x', ''], map: { k: 1, 'two words': -2 }, nDate: moments.dateTime };
  const answer = await newClient().post(new dto.EchoTypes(sent));
  sameScalars('body', answer);
  checks.same('body: bytes', member(answer, 'bytes'), '//79');
  checks.same('body: list', member(answer, 'list'), sent.list);
  checks.same('body: map', member(answer, 'map'), sent.map);
  checks.same('body: nullable', toDate(member(answer, 'nDate')), sent.nDate);
}

// The client writes a list with commas alone, bytes as bare base64 and null as a bare key; a map it cannot write.
// A bare key is a fault at an endpoint of 5.9.1, and passed over at `/api`.
async function query() {
  const texts = Object.fromEntries(Object.entries(moments).map(([name, moment]) => [name, moment.toISOString()]));
  const sent = { ...scalars, ...texts, bytes: new Uint8Array([0xff, 0xfe, 0xfd]), list: ['A', 'B x', 'Ж'], map: '{k:1,l:-2}' };
  const answer = await newClient().get(new dto.EchoTypes(sent));
  sameScalars('query', answer);
  checks.same('query: bytes', member(answer, 'bytes'), '//79');
  checks.same('query: list', member(answer, 'list'), sent.list);
  checks.same('query: map', member(answer, 'map'), { k: 1, l: -2 });
  const withNull = new dto.EchoTypes({ int: 1, nDate: null });
  if (style === 'strict') {
    const client = newClient();
    await checks.refused('query: null', client, () => client.get(withNull), { status: 400, errorCode: 'SerializationException' });
  } else {
    const echoed = await newClient().get(withNull);
    checks.same('query: null', [member(echoed, 'int'), member(echoed, 'nDate')], [1, undefined]);
  }
}

async function answers() {
  const client = newClient();
  const list = await client.get(new dto.ListReq());
  checks.same('list answer', list.map(inner => member(inner, 'name')), ['a,b', undefined]);
  checks.same('nested answer', member(member(list[1], 'deep'), 'color'), 'Green');
  checks.same('map answer', member((await client.get(new dto.DictReq())).k, 'id'), 1);
  checks.same('number answer', await client.get(new dto.IntReq()), 5);
  checks.same('text answer', await client.post(new dto.StrReq({ v: 'Ж,"x' })), 'Ж,"x');
  checks.same('bytes answer', await rawBytes(new dto.BytesReq()), [65, 66]);
  checks.same('created', result(await client.post(new dto.CreatedReq())), 'c');
  checks.same('accepted', result(await client.post(new dto.StatusReq({ code: 202 }))), 's');
  checks.same('void', (await client.apiVoid(new dto.NoResp({ a: 1 }))).succeeded, true);
}

// 5.9.1 calls bare bytes JSON, and the client believes it: its hook for reading JSON gets them out.
async function rawBytes(request) {
  const client = newClient();
  client.parseJson = async response => new Uint8Array(await response.arrayBuffer());
  return [...await client.get(request)];
}

async function batches() {
  const client = newClient();
  const hellos = await client.sendAll(['a', 'b,c', 'Ж'].map(name => new dto.Hello({ name })));
  checks.same('batch', hellos.map(result), ['Hello, a!', 'Hello, b,c!', 'Hello, Ж!']);
  const second = [{ age: 1, required: 'x', email: 'a@b.c' }, { age: 0, required: 'x', email: 'a@b.c' }];
  // PascalCase errors are put in camelCase by the client, keys of their maps as well.
  await checks.refused('batch with an error', client, () => client.sendAll(second.map(members => new dto.ThrowValidation(members))),
    { status: 400, errorCode: 'InclusiveBetween', meta: { [style === 'modern' ? 'AutoBatchIndex' : 'autoBatchIndex']: '1' } });
  await client.publish(new dto.NoResp({ a: 1 }));
  checks.same('one-way', result(await client.sendOneWay(new dto.Hello({ name: 'w' }))), 'Hello, w!');
  checks.same('one-way batch', await client.sendAllOneWay([new dto.HelloReturnVoid({ id: 1 }), new dto.HelloReturnVoid({ id: 2 })]), undefined);
  await checks.refused('one-way with an error', client, () => client.publish(new dto.ThrowType({ type: 'NotFound' })),
    { status: 404, errorCode: 'NotFound' });
}

async function errors() {
  const client = newClient();
  const thrown = (type, message) => () => client.post(new dto.ThrowType({ type, message }));
  await checks.refused('not found', client, thrown('NotFound'),
    { status: 404, errorCode: 'NotFound', message: "What you're looking for isn't here" });
  await checks.refused('own code', client, thrown('Http'), { status: 422, errorCode: 'BadCoupon', message: 'Coupon bad' });
  await checks.refused('argument', client, thrown('ArgumentException', 'Ж "x"\n'),
    { status: 400, errorCode: 'ArgumentException', message: 'Ж "x"\n' });
  await checks.refused('field error', client, thrown('Null'),
    { status: 400, errorCode: 'ArgumentNullException', fields: [['Prefix', 'ArgumentNullException']] });
  await checks.refused('exception', client, thrown('other'), { status: 500, errorCode: 'Exception', message: 'Server Error' });
  await checks.refused('validation', client, () => client.post(new dto.ThrowValidation({ age: 121, email: 'x' })), {
    status: 400, errorCode: 'InclusiveBetween', message: "'Age' must be between 1 and 120. You entered 121.",
    fields: [['Age', 'InclusiveBetween'], ['Required', 'NotEmpty'], ['Email', 'Email']],
  });
  await checks.refused('own validation message', client, () => client.get(new dto.OneErr({ name: '' })),
    { status: 400, errorCode: 'ShouldNotBeEmpty', message: "Name is needed, you gave ''" });
  const valid = new dto.ThrowValidation({ age: 120, required: 'x', email: 'a@b.c' });
  await checks.of('valid', async () => checks.same('valid', result(await client.post(valid)), 'ok'));
  const api = await client.api(new dto.ThrowValidation({ age: 1, required: 'x', email: 'x' }));
  checks.same('api: field error', api.fieldErrorMessage('email'), "'Email' is not a valid email address.");
  await checks.refused('value that does not fit', client, () => client.get(new dto.EchoTypes({ int: 'x' })),
    { status: 400, errorCode: 'SerializationException', fields: [['int', 'SerializationException']] });
}

const coupon = new dto.ActivateCoupon({ couponType: 1, prefix: 'AB', activateId: scalars.guid });
const couponCode = async client => member(result(await client.put(coupon)), 'code');
const credentials = { provider: 'credentials', userName: 'test', password: 'test' };

async function sessions() {
  const client = newClient();
  await checks.refused('not signed in', client, () => client.put(coupon), { status: 401, errorCode: '401' });
  await checks.refused('wrong password', client, () => client.post(new dto.Authenticate({ ...credentials, password: 'Test' })),
    { status: 401, errorCode: 'Unauthorized', message: 'Invalid Username or Password' });
  await checks.refused('no password', client, () => client.post(new dto.Authenticate({ ...credentials, password: '' })),
    { status: 500, errorCode: 'ValidationException', fields: [['Password', 'NotEmpty']] });
  const user = await client.post(new dto.Authenticate(credentials));
  checks.same('signed in', [member(user, 'userName'), member(user, 'displayName')], ['test', 'Test User']);
  checks.same('session', await couponCode(client), 'AB0001');
  await checks.refused('service error in a session', client,
    () => client.put(new dto.ActivateCoupon({ couponType: 1, prefix: 'ERR' })), { status: 404, message: 'Coupon not found' });
  await checks.refused('role that is missing', client, () => client.get(new dto.AdminReq()), { status: 403, errorCode: '403' });
  await client.post(new dto.Authenticate({ provider: 'logout' }));
  // A sign-out empties ss-reftok, by which the client would ask a host of 10.x for another token.
  client.enableAutoRefreshToken = false;
  await checks.refused('signed out', client, () => client.put(coupon), { status: 401 });
  await client.post(new dto.Authenticate({ ...credentials, rememberMe: true }));
  checks.same('remembered', [client.cookies['ss-opt']?.value, await couponCode(client)], ['perm', 'AB0001']);
}

async function basic() {
  const client = newClient();
  client.setCredentials('test', 'test');
  checks.same('basic', await couponCode(client), 'AB0001');
  const wrong = newClient();
  wrong.setCredentials('test', 'wrong');
  await checks.refused('basic with a wrong password', wrong, () => wrong.put(coupon),
    { status: 401, errorCode: 'Unauthorized', message: 'Invalid Username or Password' });
}

function bearing(token) {
  const client = newClient();
  client.bearerToken = token;
  return client;
}

async function bearer() {
  const user = await newClient().post(new dto.Authenticate(credentials));
  const token = member(user, 'bearerToken');
  if (style === 'strict') {
    checks.same('bearer: no tokens in the recordings', token, undefined);
  } else {
    checks.same('bearer: token', await couponCode(bearing(token)), 'AB0001');
    const forged = bearing(token.replace(/[^.]+$/, 'c2lnbmF0dXJl'));
    // 10.x passes over a token that is none of its own.
    const refusal = style === 'modern' ? { status: 401, errorCode: '401' } : { status: 403, errorCode: 'TokenException' };
    await checks.refused('bearer: forged token', forged, () => forged.put(coupon), refusal);
  }
  const nobody = bearing('nonsense');
  const unknown = style === 'tolerant' ? { status: 404, message: 'API Key does not exist' } : { status: 401, errorCode: '401' };
  await checks.refused('bearer: unknown', nobody, () => nobody.put(coupon), unknown);
}

async function apiKeys() {
  const client = newClient();
  client.setCredentials(apiKey, '');
  if (style === 'strict') {
    const keyed = bearing(apiKey);
    await checks.refused('no api keys in the recordings', keyed, () => keyed.put(coupon), { status: 401, errorCode: '401' });
    await checks.refused('api key as user name', client, () => client.put(coupon), { status: 401, errorCode: '401' });
  } else {
    checks.same('api key as bearer token', await couponCode(bearing(apiKey)), 'AB0001');
    checks.same('api key as user name', await couponCode(client), 'AB0001');
  }
}

for (const part of [verbs, body, query, answers, batches, errors, sessions, basic, bearer, apiKeys]) {
  await checks.of(part.name, part);
}
checks.done();
