// npm @servicestack/client against the host examples/hosts/shop, by the DTOs that it gives of itself:
// node shop.mjs BASE_URL TENANT
//
// TENANT belongs to this run: the host may be shared.
import { JsonServiceClient } from '@servicestack/client';
import { Checks } from './checks.mjs';
import * as own from './dtos.mjs';

const [host, tenant] = process.argv.slice(2);
const baseUrl = `${host}/_t/${tenant}`;
const source = await (await fetch(`${host}/types/mjs`)).text();
// ServiceStack's own operations are in no host's references.
const dto = { ...own, ...await import(`data:text/javascript,${encodeURIComponent(source)}`) };
const checks = new Checks();
const newClient = () => new JsonServiceClient(baseUrl);

async function signedIn(userName, password = userName) {
  const client = newClient();
  await client.post(new dto.Authenticate({ provider: 'credentials', userName, password }));
  return client;
}

async function templates() {
  const client = newClient();
  checks.same('members', (await client.get(new dto.Hello({ name: 'Жук & co' }))).result, 'Hello, Жук & co!');
  checks.same('one expression keeps its type', await client.post(new dto.CountLetters({ text: 'abc' })), 3);
  const described = await client.put(new dto.DescribeRequest({ id: 7 }));
  checks.same('verb and path', [described.id, described.verb, described.path], [7, 'PUT', '/api/DescribeRequest']);
  const report = await client.get(new dto.GetReport({ names: ['ann', 'bob'] }));
  checks.same('loop in a text', report.title, 'ANN, BOB');
  checks.same('loop over items', report.lines, [{ place: 1, text: 'ann' }, { place: 2, text: 'bob' }]);
}

async function literals() {
  const client = newClient();
  const hours = await client.get(new dto.GetOpeningHours());
  checks.same('object', hours.days.map(day => [day.day, day.from]), [['Monday', '08:00'], ['Saturday', '09:00']]);
  checks.same('list', await client.get(new dto.ListWords()), ['apple', 'bread', 'a, b']);
}

async function echo() {
  const sent = {
    id: -7, big: 9007199254740991, price: 12.5, ratio: 0.1, text: 'Ж "q" {a:1}', flag: true, span: 'PT1H',
    key: 'ea762009b66c410b9bf5ce21ad519249', kind: 'Tool', words: ['a', 'b,c', ''], counts: { k: 1 }, address: { city: 'Riga' },
  };
  const answer = await newClient().post(new dto.EchoValues(sent));
  for (const [name, value] of Object.entries(sent)) checks.same(`echo: ${name}`, answer[name], value);
}

async function files() {
  const form = new FormData();
  form.append('album', 'cats');
  form.append('first', new File(['abc'], 'a.txt', { type: 'text/plain' }));
  form.append('second', new File(['defg'], 'b.png', { type: 'image/png' }));
  const api = await newClient().apiForm(new dto.UploadPictures(), form);
  checks.same('files', [api.response?.album, ...(api.response?.pictures ?? []).map(Object.values)],
    ['cats', ['first', 'a.txt', 'text/plain', 3], ['second', 'b.png', 'image/png', 4]]);
}

async function callers() {
  const client = newClient();
  await checks.refused('nobody', client, () => client.get(new dto.WhoAmI()), { status: 401, errorCode: 'Unauthorized' });
  const mia = await signedIn('mia');
  const who = await mia.get(new dto.WhoAmI());
  checks.same('caller', [who.id, who.name, who.displayName, who.roles], ['1', 'mia', 'Mia Manager', ['Manager']]);
  checks.same('session', who.sessionId, mia.cookies['ss-id']?.value);
  checks.same('role', (await mia.apiVoid(new dto.CloseTill())).succeeded, true);
  const till = await signedIn('till');
  await checks.refused('role that is missing', till, () => till.post(new dto.CloseTill()), { status: 403, message: 'Manager Role Required' });
  await checks.refused('wrong password', client, () => client.post(new dto.Authenticate({ provider: 'credentials', userName: 'mia', password: 'x' })),
    { status: 401, message: 'Invalid Username or Password' });
  const guest = newClient();
  const entered = await guest.post(new dto.EnterAs({ name: 'zoe', roles: ['Manager'] }));
  checks.same('somebody whom nobody listed', [entered.result, (await guest.get(new dto.WhoAmI())).name], ['Welcome, zoe!', 'zoe']);
  await mia.post(new dto.Authenticate({ provider: 'logout' }));
  // A sign-out empties ss-reftok, by which the client would ask for another token.
  mia.enableAutoRefreshToken = false;
  await checks.refused('signed out', mia, () => mia.get(new dto.WhoAmI()), { status: 401 });
}

async function registration() {
  const client = newClient();
  const short = new dto.Register({ userName: 'ann', password: 'x' });
  await checks.refused('password too short', client, () => client.post(short), { status: 400, fields: [['Password', 'MinimumLength']] });
  const registered = await client.post(new dto.Register({ userName: 'ann', password: 'secret', displayName: 'Ann' }));
  checks.same('registered', registered.userName, 'ann');
  checks.same('and signed in', (await client.get(new dto.WhoAmI())).roles, ['Guest']);
  await checks.refused('taken', client, () => client.post(new dto.Register({ userName: 'ann', password: 'other' })), { errorCode: 'AlreadyExists' });
  const mia = await signedIn('mia');
  checks.same('roles', (await mia.post(new dto.AssignRoles({ userName: 'ann', roles: ['Manager'] }))).allRoles, ['Manager']);
  const ann = await signedIn('ann', 'secret');
  checks.same('of the new user', (await ann.apiVoid(new dto.CloseTill())).succeeded, true);
}

async function query() {
  const client = newClient();
  const found = await client.get(new dto.QueryProducts({ kind: 'Food', orderBy: '-price' }));
  checks.same('equal', found.results.map(row => row.name), ['Bread', 'Apple']);
  const named = await client.get(new dto.QueryProducts({ include: 'total', take: 1 }), { nameContains: 'oo' });
  checks.same('what no member asks', [named.total, named.results[0].name], [1, 'Cook book']);
  const ranges = await client.get(new dto.QueryProducts(), { priceBetween: '1,13', idIn: '1,2,3', fields: 'id,code' });
  checks.same('between, in, fields', ranges.results.map(row => [row.id, row.code, row.name]), [[2, 'B1', undefined], [3, 'H1', undefined]]);
  checks.same('by key', (await client.get(new dto.GetProduct({ id: 3 }))).result.name, 'Hammer');
  checks.same('by another member', (await client.get(new dto.FindProduct({ code: 'K1' }))).result.tags, ['gift']);
  await checks.refused('no such key', client, () => client.get(new dto.GetProduct({ id: 99 })), { status: 404, errorCode: 'NotFound' });
  await checks.refused('no such code', client, () => client.get(new dto.FindProduct({ code: 'Z' })), { status: 404, message: 'there is no product Z' });
}

async function crud() {
  const client = newClient();
  const made = await client.post(new dto.CreateProduct({ code: 'N1', name: 'New', price: 20, kind: 'Book', tags: ['a'] }));
  checks.same('created', [made.count, made.result.name, made.result.tags], [1, 'New', ['a']]);
  const { id } = made;
  const updated = await client.put(new dto.UpdateProduct({ id, code: 'N2', name: 'Newer', price: 30, kind: 'Tool' }));
  checks.same('updated', [updated.result.code, updated.result.kind], ['N2', 'Tool']);
  checks.same('patched', (await client.patch(new dto.PatchProduct({ id, price: 31 }))).result, { ...updated.result, price: 31 });
  await checks.refused('deleted by nobody', client, () => client.delete(new dto.DeleteProduct({ id })), { status: 401 });
  const mia = await signedIn('mia');
  checks.same('deleted', (await mia.delete(new dto.DeleteProduct({ id }))).count, 1);
  await checks.refused('gone', client, () => client.get(new dto.GetProduct({ id })), { status: 404 });
  await checks.refused('rules of the contract', client, () => client.post(new dto.CreateProduct({ code: 'N1', price: 2000 })),
    { status: 400, errorCode: 'NotEmpty', fields: [['Name', 'NotEmpty'], ['Price', 'InclusiveBetween']] });
}

async function rules() {
  const client = newClient();
  const order = new dto.PlaceOrder({ customer: 'Ann', address: { city: 'Riga', zip: '1050' }, lines: [{ code: 'A1', quantity: 2 }, { code: 'B1', quantity: 3 }] });
  const placed = await client.post(order);
  checks.same('kept', [placed.number, placed.count, placed.city, placed.total], [1, 2, 'Riga', 5]);
  const wrong = new dto.PlaceOrder({ address: { zip: '1' }, lines: [{ quantity: 1 }, { quantity: 0 }] });
  await checks.refused('of members in objects and lists', client, () => client.post(wrong), {
    status: 400, errorCode: 'NotEmpty',
    fields: [['Customer', 'NotEmpty'], ['Address.City', 'NotEmpty'], ['Address.Zip', 'Length'], ['Lines[1].Quantity', 'InclusiveBetween']],
  });
  await checks.refused('for certain requests', client, () => client.post(new dto.PlaceOrder({ customer: 'Ann' })),
    { fields: [['Email', 'NotEmpty']] });
  const api = await client.api(wrong);
  checks.same('api: field error', api.fieldErrorMessage('Customer'), "'Customer' must not be empty.");
}

async function errors() {
  const client = newClient();
  const failing = (type, message) => () => client.post(new dto.Fail({ type, message }));
  await checks.refused('status, code, message', client, failing('NotFound', 'gone'), { status: 404, errorCode: 'NotFound', message: 'gone' });
  await checks.refused('code from a member', client, failing('Teapot', 'Ж "x"'), { status: 500, errorCode: 'Teapot', message: 'Ж "x"' });
  await checks.refused('fields', client, failing('Fields', 'x'), { status: 400, errorCode: 'Invalid', fields: [['Type', 'Wrong'], ['Message', 'TooShort']] });
  let retry;
  client.exceptionFilter = response => { retry = response.headers.get('Retry-After'); };
  const busy = await client.api(new dto.TryAgain());
  checks.same('once', [busy.error?.errorCode, retry], ['Busy', '2']);
  checks.same('then not', (await client.post(new dto.TryAgain())).result, 'done');
  await checks.refused('unknown operation', client, () => client.post(new dto.Unknown()), { status: 405, errorCode: 'NotImplementedException' });
}

async function state() {
  const client = newClient();
  const numbers = [await client.post(new dto.NextNumber()), await client.post(new dto.NextNumber()), await client.post(new dto.NextNumber())];
  checks.same('sequence', [...numbers, await client.post(new dto.NextNumber())], [10, 20, 30, 30]);
  checks.same('no scenario', (await client.get(new dto.GetSale())).name, 'none');
  await client.sendVoid(new dto.StartSale({ percent: 20 }));
  const sale = await client.get(new dto.GetSale());
  checks.same('scenario', [sale.name, sale.percent], ['sale', 20]);
}

async function batches() {
  const client = newClient();
  let completed;
  client.responseFilter = response => { completed = response.headers.get('X-AutoBatch-Completed'); };
  const hellos = await client.sendAll(['a', 'b,c', 'Ж'].map(name => new dto.Hello({ name })));
  checks.same('batch', [hellos.map(hello => hello.result), completed], [['Hello, a!', 'Hello, b,c!', 'Hello, Ж!'], '3']);
  await client.publish(new dto.CountVisit({ page: 'home' }));
  await client.sendAllOneWay([new dto.CountVisit({ page: 'a' }), new dto.CountVisit({ page: 'b' })]);
  const visits = await client.get(new dto.GetVisits());
  checks.same('one-way', [visits.count, visits.lastPage], [3, 'b']);
}

async function raw() {
  const client = newClient();
  let headers;
  client.responseFilter = response => { headers = response.headers; };
  client.parseJson = async response => response.text();
  checks.same('raw body', await client.postBody(new dto.SendNote({ id: 7, contentType: 'text/x-note' }), '{no JSON'), '{no JSON');
  checks.same('its headers', [headers.get('Content-Type'), headers.get('X-Note')], ['text/x-note', '7']);
  const list = await fetch(`${baseUrl}/price-list`);
  checks.same('text', [list.headers.get('Content-Type'), (await list.text()).split('\n')[0]], ['text/csv', 'A1;0.5']);
  const logo = new Uint8Array(await (await fetch(`${baseUrl}/logo`)).arrayBuffer());
  checks.same('file', [...logo.slice(1, 4)], [...'PNG'].map(letter => letter.charCodeAt(0)));
  checks.same('stream', await (await fetch(`${baseUrl}/manual`)).text(), 'The manual');
}

async function formats() {
  const jsv = await fetch(`${baseUrl}/jsv/reply/GetReport?Names=ann,bob`);
  checks.same('JSV', await jsv.text(), '{title:"ANN, BOB",lines:[{place:1,text:ann},{place:2,text:bob}]}');
  const xml = await (await fetch(`${baseUrl}/xml/reply/Hello?Name=a`)).text();
  checks.same('XML', xml.includes('<Result>Hello, a!</Result>'), true);
  const posted = await fetch(`${baseUrl}/hello?format=jsv`, { method: 'POST', headers: { 'Content-Type': 'application/jsv' }, body: '{Name:"a,b"}' });
  checks.same('JSV body', await posted.text(), '{result:"Hello, a,b!"}');
}

for (const part of [templates, literals, echo, files, callers, registration, query, crud, rules, errors, state, batches, raw, formats]) {
  await checks.of(part.name, part);
}
checks.done();
