// Makes calls with the published okx-api client, unchanged: one JSON line in (`{"call", "arguments"}`), one out.
// The first line says where the exchange is and whose key to use.
import { createInterface } from 'node:readline';
import { RestClient } from 'okx-api';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { url, account } = JSON.parse((await lines.next()).value);
const client = new RestClient({
  apiKey: account.api_key,
  apiSecret: account.secret_key,
  apiPass: account.passphrase,
  baseUrl: url,
  demoTrading: account.environment === 'demo',
});

for await (const line of lines) {
  const { call, arguments: given } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ data: await client[call](...given) }));
  } catch (refused) {
    console.log(JSON.stringify({ code: refused.code, msg: refused.msg, data: refused.data ?? null, error: String(refused) }));
  }
}
