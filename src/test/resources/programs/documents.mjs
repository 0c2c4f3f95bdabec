// A program as integrators of eSign platforms write it: X-Auth-Token alone, a number as status, and what is refused
// shown to people from whichever of the two places they found first.
const [base, token] = process.argv.slice(2);

async function call(method, path, body) {
  const answer = await fetch(base + path, {
    method,
    headers: { 'X-Auth-Token': token, 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const { status, messages, message, data } = await answer.json();
  if (status === 1) {
    return data;
  }
  if (status === 0) {
    throw new Error(messages[0].message === message ? message : 'two different messages');
  }
  throw new Error('status is no number: ' + JSON.stringify(status));
}

try {
  const listed = await call('GET', '/v3/documents/?page=1');
  const sent = await call('POST', '/v3/documents', { name: 'Lease 4711' });
  console.log(listed.asked, sent.asked, sent.name);
} catch (refused) {
  console.log('refused: ' + refused.message);
}
