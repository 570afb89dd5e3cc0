import t from 'tap'
import { helloOf, judgeHello, judgeWelcome } from '../../src/wire/handshake.js'
import { Hello, Welcome } from '../../src/wire/messages.js'

const node = { cluster: 'shop', nodeId: 'aaaaaaaaaaaa', agent: 'gramme-node/1' }
const client = { cluster: '', nodeId: '', agent: 'some-client/1' }

type HelloFields = NonNullable<ConstructorParameters<typeof Hello>[0]>

function judged(fields: HelloFields) {
  return judgeHello(Hello.decode(Hello.encode({ ...helloOf(client), ...fields }).finish()), node)
}

t.test('greetings that are accepted', async (t) => {
  const accepted = { kind: 'accepted', version: 1, features: 0 } as const
  const cases: Record<string, HelloFields> = {
    'a client of any cluster': {},
    'a client of this cluster': { cluster: 'shop' },
    'a node of this cluster': { cluster: 'shop', nodeId: 'bbbbbbbbbbbb' },
    'one that speaks older and newer versions too': { versionMin: 0, versionMax: 9 },
    'one with features nobody here knows': { features: 0xffffffff },
  }
  for (const [name, fields] of Object.entries(cases)) t.strictSame(judged(fields), accepted, name)
})

t.test('greetings that are refused, and what is said first', async (t) => {
  const cases: [string, HelloFields, string, RegExp][] = [
    ['newer', { versionMin: 2, versionMax: 3 }, 'PROTOCOL', /versions 2 to 3 are not spoken here: only 1/],
    ['older', { versionMin: 0, versionMax: 0 }, 'PROTOCOL', /versions 0 to 0 are not spoken here/],
    ['another cluster', { cluster: 'bank' }, 'CLUSTER_MISMATCH', /of cluster 'shop', not 'bank'/],
    ['a node without one', { nodeId: 'bbbbbbbbbbbb' }, 'CLUSTER_MISMATCH', /must name its cluster/],
    ['credentials', { credentials: Buffer.from('x') }, 'PROTOCOL', /credentials are not supported/],
    [
      'everything wrong: the version counts',
      { versionMin: 2, versionMax: 2, cluster: 'bank', credentials: Buffer.from('x') },
      'PROTOCOL',
      /versions/,
    ],
    [
      'cluster and credentials wrong: the cluster counts',
      { cluster: 'bank', credentials: Buffer.from('x') },
      'CLUSTER_MISMATCH',
      /bank/,
    ],
  ]
  for (const [name, fields, code, message] of cases) {
    t.match(judged(fields), { kind: 'refused', error: { code, message } }, name)
  }
})

t.test('an opener checks who answers', async (t) => {
  const welcome = (fields: NonNullable<ConstructorParameters<typeof Welcome>[0]>) =>
    Welcome.decode(Welcome.encode({ version: 1, cluster: 'shop', ...fields }).finish())
  t.equal(judgeWelcome(welcome({}), client), undefined)
  t.equal(judgeWelcome(welcome({}), node), undefined)
  t.match(judgeWelcome(welcome({ version: 2 }), client), { code: 'PROTOCOL', message: /version 2/ })
  t.match(judgeWelcome(welcome({ cluster: 'bank' }), node), {
    code: 'CLUSTER_MISMATCH',
    message: /'bank', not 'shop'/,
  })
})
