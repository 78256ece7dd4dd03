// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Reeve developers

// The service's tokens and proofs in the eyes of another implementation: npm's `jose`. It makes every key and proof of a walk
// through the real reeved, verifies what reeved and jws-tool sign, and forges. Each forgery is right but for one thing, made with
// the service's own signing key where the thing is a claim, so that nothing else can be what refuses it; and each is sent with a
// change, so that one which passed would leave its mark.
//
//     node jose.mjs REEVED SIGNING-KEY JWS-TOOL

import { execFileSync, spawn } from 'node:child_process'
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'

import * as jose from 'jose'

const [reeved, signingKey, jwsTool] = process.argv.slice(2)
const ORIGIN = 'http://reeved'
const PASSWORD = 'correct horse battery staple 9'
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jose-'))
const data = path.join(folder, 'data')
const keyFile = path.join(folder, 'root-key')
const socketPath = path.join(folder, 'socket')

// --- TAP ---

let count = 0
let failed = 0

function check(condition, name, note) {
  count++
  if (!condition) failed++
  console.log(`${condition ? 'ok' : 'not ok'} ${count} - ${name}`)
  if (!condition && note !== undefined) console.log(`# ${JSON.stringify(note)}`)
}

async function holds(promise, name) {
  try {
    const value = await promise
    check(true, name)
    return value
  } catch (error) {
    check(false, name, String(error))
    return undefined
  }
}

// --- The service ---

let service
let port

async function start() {
  fs.writeFileSync(path.join(folder, 'reeved.conf'), `[service]\ndata-folder = ${data}\nroot-key-file = ${keyFile}\n`
    + `[listen]\nsocket = ${socketPath}\naddress = 127.0.0.1\nport = 0\nplain-http = true\n`)
  service = spawn(reeved, ['run', '--config', path.join(folder, 'reeved.conf')], { stdio: ['ignore', 'inherit', 'pipe'] })
  let log = ''
  await new Promise((resolve, reject) => {
    service.on('exit', status => reject(new Error(`reeved ended with ${status}: ${log}`)))
    service.stderr.on('data', chunk => {
      log += chunk
      const started = /event=started .*origin=http:\/\/127\.0\.0\.1:(\d+)/.exec(log)
      if (started) { port = Number(started[1]); resolve() }
    })
  })
}

function stop() {
  if (!service || service.exitCode !== null) return Promise.resolve(service?.exitCode)
  service.removeAllListeners('exit')
  return new Promise(resolve => { service.on('exit', resolve); service.kill('SIGTERM') })
}

function send(method, target, headers, body, overTcp = false) {
  return new Promise((resolve, reject) => {
    const where = overTcp ? { host: '127.0.0.1', port } : { socketPath, setHost: false }
    const all = overTcp ? headers : { Host: 'reeved', ...headers }
    const request = http.request({ ...where, method, path: target, headers: all, agent: false }, response => {
      let text = ''
      response.on('data', chunk => { text += chunk })
      response.on('end', () => resolve({
        status: response.statusCode, headers: response.headers, text, json: text.startsWith('{') ? JSON.parse(text) : null }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

// --- Making things with jose ---

const sha256 = value => createHash('sha256').update(value).digest('base64url')
const b64 = value => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const now = () => Math.floor(Date.now() / 1000)

// A compact JWS of any header and payload, by jose; `payload` is an object or the very bytes.
function sign(header, payload, key) {
  const bytes = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
  const crit = header.crit ? { crit: Object.fromEntries(header.crit.map(name => [name, true])) } : undefined
  return new jose.CompactSign(bytes).setProtectedHeader(header).sign(key, crit)
}

function without(object, name) {
  const copy = structuredClone(object)
  delete copy[name]
  return copy
}

function totp(key, at = now()) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...key.replace(/[ =]/g, '')].map(c => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('')
  const raw = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30)))
  const digest = createHmac('sha1', raw).update(step).digest()
  return String((digest.readUInt32BE(digest[19] & 15) & 0x7fffffff) % 1e6).padStart(6, '0')
}

class Device {
  static async make() {
    const self = new Device()
    self.pair = await jose.generateKeyPair('ES256', { extractable: true })
    self.jwk = await jose.exportJWK(self.pair.publicKey)
    self.thumbprint = await jose.calculateJwkThumbprint(self.jwk)
    return self
  }

  claims(method, target, body, token, origin = ORIGIN) {
    const claims = { jti: randomUUID(), htm: method, htu: origin + target.split('?')[0], iat: now() }
    if (this.nonce) claims.nonce = this.nonce
    if (token) claims.ath = sha256(token)
    if (body) claims.bh = sha256(body)
    return claims
  }

  header() {
    return { typ: 'dpop+jwt', alg: 'ES256', jwk: this.jwk }
  }

  prove(claims, header = this.header(), key = this.pair.privateKey) {
    return sign(header, claims, key)
  }

  // As a client should: once more when told a nonce.
  async call(method, target, body, { token = this.token, overTcp = false, headers = {} } = {}) {
    const text = body && JSON.stringify(body)
    for (let again = 0; ; again++) {
      const origin = overTcp ? `http://127.0.0.1:${port}` : ORIGIN
      const all = { DPoP: await this.prove(this.claims(method, target, text, token, origin)), ...headers }
      if (token) all.Authorization = `DPoP ${token}`
      if (text) all['Content-Type'] = 'application/json'
      const reply = await send(method, target, all, text, overTcp)
      if (reply.headers['dpop-nonce']) this.nonce = reply.headers['dpop-nonce']
      if (again || reply.json?.reason !== 'use_nonce') return reply
    }
  }

  take(tokens) {
    this.token = tokens.accessToken
    this.refresh = tokens.refreshToken
  }
}

// --- (a) Reeve accepts what jose makes ---

async function walk(ada) {
  let reply = await ada.call('POST', '/v1/setup', { workspaceName: 'Acme', email: 'ada@example.org', displayName: 'Ada',
    password: PASSWORD, device: 'jose' })
  check(reply.status === 200 && reply.json.stage === 'enrol', 'a key and proofs by jose set the installation up', reply)
  ada.take(reply.json)
  reply = await ada.call('POST', '/v1/me/second-factor')
  check(reply.status === 200, 'a second factor begins', reply)
  reply = await ada.call('POST', '/v1/me/second-factor/confirm', { code: totp(reply.json.key) })
  check(reply.status === 200, "a code by node's crypto confirms it", reply)
  ada.take(reply.json.tokens)
  const codes = reply.json.recoveryCodes.split('\n')
  reply = await ada.call('GET', '/v1/me')
  check(reply.status === 200 && reply.json.account.email === 'ada@example.org', 'and the account is there', reply)
  ada.identity = reply.json
  ada.users = `/v1/workspaces/${reply.json.workspaces[0].id}/users`
  const overTcp = await ada.call('GET', '/v1/me', null, { overTcp: true })
  check(overTcp.status === 200, 'over TCP as well, whose origin the proof names', overTcp)
  const old = ada.refresh
  reply = await ada.call('POST', '/v1/sign-in/refresh', { refreshToken: old }, { token: null })
  check(reply.status === 200 && reply.json.refreshToken !== old, 'a refresh token is swapped', reply)
  ada.take(reply.json)
  return codes
}

async function signIn(code) {
  const device = await Device.make()
  let reply = await device.call('POST', '/v1/sign-in', { email: 'ada@example.org', password: PASSWORD, device: 'other' })
  reply = await device.call('POST', '/v1/sign-in/code', { challenge: reply.json.challenge, code })
  check(reply.status === 200 && reply.json.stage === 'complete', 'a second device signs in with a recovery code', reply)
  device.take(reply.json)
  device.identity = (await device.call('GET', '/v1/me')).json
  return device
}

// --- (b) jose verifies Reeve's token ---

async function readSigningKey() {
  const [der, jwk] = execFileSync(signingKey, [data, keyFile], { encoding: 'utf8' }).trim().split(' ')
  const pem = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(der, 'base64url').toString('base64')}\n-----END PRIVATE KEY-----\n`
  return { privateKey: await jose.importPKCS8(pem, 'EdDSA', { extractable: true }), jwk: JSON.parse(jwk) }
}

async function verifyToken(ada, signer) {
  const publicKey = await jose.importJWK(signer.jwk, 'EdDSA')
  const verified = await holds(jose.jwtVerify(ada.token, publicKey, { issuer: ORIGIN, audience: ORIGIN, typ: 'at+jwt',
    algorithms: ['EdDSA'], subject: ada.identity.account.id,
    requiredClaims: ['iss', 'aud', 'sub', 'exp', 'iat', 'jti', 'client_id', 'sid', 'cnf'] }), 'jose verifies the access token (RFC 9068)')
  const { payload, protectedHeader } = verified
  check(payload.cnf.jkt === ada.thumbprint, "it is bound to the device's key as jose computes it (RFC 7638)", payload)
  check(payload.client_id === 'reeve' && payload.sid === ada.identity.session, 'it names client and session', payload)
  check(payload.exp - payload.iat === 300 && Math.abs(payload.iat - now()) < 60, 'it lives five minutes', payload)
  check(protectedHeader.kid === await jose.calculateJwkThumbprint(signer.jwk), 'its kid is the thumbprint of the signing key', protectedHeader)
  const other = (await jose.generateKeyPair('EdDSA')).publicKey
  check(await jose.jwtVerify(ada.token, other).then(() => false, () => true), 'another key does not verify it')
  return { payload, header: protectedHeader }
}

// --- (c) jose verifies Reeve's proofs ---

async function verifyProofs() {
  const tool = (...words) => execFileSync(jwsTool, words, { encoding: 'utf8' }).trim()
  const key = tool('generate', 'ES256')
  const [jwk, thumbprint] = tool('jwk', 'ES256', key).split(' ')
  check(await jose.calculateJwkThumbprint(JSON.parse(jwk)) === thumbprint, 'both compute the same thumbprint')
  const ids = new Set()
  for (const [token, nonce, body] of [['', '', ''], ['a-token', 'a-nonce', ''], ['', 'n', '{"é":1}'], ['t', 'n', 'x'.repeat(5000)]]) {
    const proof = tool('prove', key, 'POST', 'https://reeve.example.org/v1/sign-in', token, nonce, body)
    const { payload, protectedHeader } = await jose.jwtVerify(proof, jose.EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ['ES256'],
      requiredClaims: ['jti', 'iat', 'htm', 'htu'], maxTokenAge: '60s' })
    ids.add(payload.jti)
    check(payload.htm === 'POST' && payload.htu === 'https://reeve.example.org/v1/sign-in' && payload.nonce === (nonce || undefined)
      && payload.ath === (token ? sha256(token) : undefined) && payload.bh === (body ? sha256(body) : undefined)
      && await jose.calculateJwkThumbprint(protectedHeader.jwk) === thumbprint && !('d' in protectedHeader.jwk),
    `jose verifies a proof${token && ' with a token'}${body && ` with a body of ${body.length}`}`, payload)
  }
  check(ids.size === 4, 'no identifier comes twice')
}

// --- (d) Forgeries ---

const serial = { n: 0 }

// The change that every forgery asks for.
function change() {
  serial.n++
  return JSON.stringify({ email: `forged${serial.n}@example.org`, displayName: 'Forged' })
}

function refused(name, reply, status = 401) {
  check(reply.status === status && reply.json?.code !== 'internal' && (status !== 401 || reply.headers['www-authenticate']?.startsWith('DPoP')),
    `${name}: ${reply.json?.reason ?? reply.json?.code ?? ''}`, reply)
}

// Sends a change with this token, and a proof that is right for it.
async function sendToken(ada, token) {
  const body = change()
  return send('POST', ada.users, { Authorization: `DPoP ${token}`, DPoP: await ada.prove(ada.claims('POST', ada.users, body, token)),
    'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }, body)
}

async function forgeTokens(ada, other, signer, genuine) {
  const header = genuine.header
  const fresh = () => ({ ...genuine.payload, iat: now(), exp: now() + 300, jti: randomUUID() })
  const own = signer.privateKey
  const stranger = await jose.generateKeyPair('EdDSA')
  const strangerJwk = await jose.exportJWK(stranger.publicKey)
  const rsa = await jose.generateKeyPair('RS256')
  const spki = await jose.exportSPKI(await jose.importJWK(signer.jwk, 'EdDSA'))
  const der = Buffer.from(spki.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const hs256 = secret => sign({ ...header, alg: 'HS256' }, fresh(), secret)
  const [, payloadPart, signaturePart] = ada.token.split('.')

  const body = change()
  const good = await sign(header, fresh(), own)
  const control = await send('POST', ada.users, { Authorization: `DPoP ${good}`, DPoP: await ada.prove(ada.claims('POST', ada.users, body, good)),
    'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }, body)
  check(control.status === 201, 'control: a token by jose with the real key and without a lie would be accepted', control)

  const before = await picture(ada)
  const forged = [
    ['alg none, as jose makes it', new jose.UnsecuredJWT(fresh()).encode()],
    ['alg none, otherwise ours', `${b64({ ...header, alg: 'none' })}.${b64(fresh())}.`],
    ['alg none, with the real signature', `${b64({ ...header, alg: 'none' })}.${payloadPart}.${signaturePart}`],
    ['HS256 with the raw public key', await hs256(Buffer.concat([Buffer.from(signer.jwk.x, 'base64url')]))],
    ['HS256 with the public key in PEM', await hs256(Buffer.from(spki))],
    ['HS256 with the public key in DER', await hs256(der)],
    ['HS256 with the public JWK', await hs256(Buffer.from(JSON.stringify(signer.jwk)))],
    ['HS256 under the name of EdDSA', await (async () => {
      const start = `${b64(header)}.${b64(fresh())}`
      return `${start}.${createHmac('sha256', der).update(start).digest('base64url')}`
    })()],
    ['RS256', await sign({ ...header, alg: 'RS256' }, fresh(), rsa.privateKey)],
    ["ES256 with the device's key", await sign({ ...header, alg: 'ES256' }, fresh(), ada.pair.privateKey)],
    ["another key under the real key's name", await sign(header, fresh(), stranger.privateKey)],
    ['another key under its own name', await sign({ ...header, kid: await jose.calculateJwkThumbprint(strangerJwk) }, fresh(), stranger.privateKey)],
    ['another key, which comes along in jwk', await sign({ ...header, jwk: strangerJwk }, fresh(), stranger.privateKey)],
    ['no signature', ada.token.replace(/[^.]*$/, '')],
    ['a signature of nothing but noughts', ada.token.replace(/[^.]*$/, Buffer.alloc(64).toString('base64url'))],
    ['the signature of another payload', `${b64(header)}.${b64(fresh())}.${signaturePart}`],
    ['a fourth part', `${good}.e30`],
    ['padding', `${good}==`],
    ['two subjects', await sign(header, JSON.stringify(fresh()).replace('{', `{"sub":"${randomUUID()}",`), own)],
    ['a payload that is a list', await sign(header, '[]', own)],
    ['no token at all', ''],
  ]
  for (const name of ['jku', 'x5u', 'cty', 'b64x'])
    forged.push([`header ${name}`, await sign({ ...header, [name]: 'https://reeve.example.org/keys' }, fresh(), own)])
  forged.push(['header jwk', await sign({ ...header, jwk: signer.jwk }, fresh(), own)])
  forged.push(['header x5c', await sign({ ...header, x5c: ['MIIB'] }, fresh(), own)])
  forged.push(['header crit', await sign({ ...header, crit: ['reeve'], reeve: 1 }, fresh(), own)])
  for (const typ of ['JWT', 'dpop+jwt', 'application/at+jwt', 'AT+JWT'])
    forged.push([`typ ${typ}`, await sign({ ...header, typ }, fresh(), own)])
  for (const name of ['typ', 'kid'])
    forged.push([`without ${name}`, await sign(without(header, name), fresh(), own)])
  for (const name of ['iss', 'aud', 'sub', 'sid', 'client_id', 'cnf', 'iat', 'exp', 'jti'])
    forged.push([`without the claim ${name}`, await sign(header, without(fresh(), name), own)])
  const lies = {
    'another issuer': { iss: 'http://evil.example' }, 'another audience': { aud: 'http://evil.example' },
    'an issuer with a slash': { iss: `${ORIGIN}/` }, 'another client': { client_id: 'evil' },
    'an account that is none': { sub: randomUUID() }, 'a session that is none': { sid: randomUUID() },
    "another device's session": { sid: other.identity.session }, 'a key that is none': { cnf: {} },
    "another device's key": { cnf: { jkt: other.thumbprint } }, 'cnf as text': { cnf: ada.thumbprint },
    expired: { iat: now() - 400, exp: now() - 100 }, 'expired this second': { iat: now() - 300, exp: now() },
    'a life of an hour': { exp: now() + 3600 }, 'from the future': { iat: now() + 120, exp: now() + 400 },
    'an end before its start': { iat: now() + 10, exp: now() + 5 }, 'times as text': { iat: String(now()), exp: String(now() + 300) },
    'an end out of bounds': { exp: 1e18 }, 'a negative start': { iat: -1 }, 'sub as a number': { sub: 1 },
  }
  for (const [name, lie] of Object.entries(lies)) forged.push([name, await sign(header, { ...fresh(), ...lie }, own)])
  for (const [name, token] of forged) refused(`token: ${name}`, await sendToken(ada, token))
  return before
}

// Sends a change with the real token and this proof. `tweak` gets the right claims and header and answers wrong ones.
async function sendProof(ada, tweak, headers = {}) {
  const body = change()
  const right = { claims: ada.claims('POST', ada.users, body, ada.token), header: ada.header(), key: ada.pair.privateKey }
  const made = await tweak(right, body)
  const proof = typeof made === 'string' || Array.isArray(made) ? made : await ada.prove(made.claims, made.header, made.key)
  return send('POST', ada.users, { Authorization: `DPoP ${ada.token}`, ...(proof === '' ? {} : { DPoP: proof }),
    'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), ...headers }, body)
}

async function forgeProofs(ada, other, staleNonce) {
  const rsa = await jose.generateKeyPair('RS256')
  const p384 = await jose.generateKeyPair('ES384')
  const ed = await jose.generateKeyPair('EdDSA')
  const publicJwk = pair => jose.exportJWK(pair.publicKey)
  const privateJwk = await jose.exportJWK(ada.pair.privateKey)
  const claim = lie => right => ({ ...right, claims: { ...right.claims, ...lie(right.claims) } })
  const head = lie => right => ({ ...right, header: { ...right.header, ...lie } })
  const forged = [
    ['alg none', right => `${b64({ ...right.header, alg: 'none' })}.${b64(right.claims)}.`],
    ['HS256 with the public JWK', async right => sign({ ...right.header, alg: 'HS256' }, right.claims, Buffer.from(JSON.stringify(ada.jwk)))],
    ['HS256 with a symmetric JWK', async right => sign({ ...right.header, alg: 'HS256', jwk: { kty: 'oct', k: b64('secret-secret-secret-secret-secr') } },
      right.claims, Buffer.from('secret-secret-secret-secret-secr'))],
    ['RS256', async right => ({ ...right, header: { ...right.header, alg: 'RS256', jwk: await publicJwk(rsa) }, key: rsa.privateKey })],
    ['a P-384 key', async right => ({ ...right, header: { ...right.header, alg: 'ES384', jwk: await publicJwk(p384) }, key: p384.privateKey })],
    ['a P-384 key that calls itself ES256', async right => {
      const proof = await sign({ ...right.header, alg: 'ES384', jwk: await publicJwk(p384) }, right.claims, p384.privateKey)
      return `${b64({ ...right.header, jwk: await publicJwk(p384) })}.${proof.split('.').slice(1).join('.')}`
    }],
    ['an Ed25519 key', async right => ({ ...right, header: { ...right.header, alg: 'EdDSA', jwk: await publicJwk(ed) }, key: ed.privateKey })],
    ['a private JWK in the header', head({ jwk: privateJwk })],
    ['a point that is not on the curve', head({ jwk: { ...ada.jwk, y: ada.jwk.x } })],
    ['no jwk', right => ({ ...right, header: without(right.header, 'jwk') })],
    ["another key's jwk", head({ jwk: other.jwk })],
    ["another key's signature", right => ({ ...right, key: other.pair.privateKey })],
    ["another key's proof", right => ({ ...right, header: other.header(), key: other.pair.privateKey })],
    ['header kid', head({ kid: ada.thumbprint })],
    ['header jku', head({ jku: 'https://evil.example/keys' })],
    ['header x5u', head({ x5u: 'https://evil.example/keys' })],
    ['header x5c', head({ x5c: ['MIIB'] })],
    ['header crit', head({ crit: ['reeve'], reeve: 1 })],
    ['typ JWT', head({ typ: 'JWT' })],
    ['typ at+jwt', head({ typ: 'at+jwt' })],
    ['no typ', right => ({ ...right, header: without(right.header, 'typ') })],
    ['a method in lower case', claim(() => ({ htm: 'post' }))],
    ['another method', claim(() => ({ htm: 'GET' }))],
    ['another path', claim(() => ({ htu: `${ORIGIN}/v1/me` }))],
    ['a longer path', claim(c => ({ htu: `${c.htu}/` }))],
    ['another host', claim(c => ({ htu: c.htu.replace('reeved', 'evil.example') }))],
    ['another scheme', claim(c => ({ htu: c.htu.replace('http:', 'https:') }))],
    ['another port', claim(c => ({ htu: c.htu.replace('reeved', 'reeved:81') }))],
    ['a user in the address', claim(c => ({ htu: c.htu.replace('//', '//evil@') }))],
    ['an address with a query', claim(c => ({ htu: `${c.htu}?a=b` }))],
    ['an address with a fragment', claim(c => ({ htu: `${c.htu}#a` }))],
    ["another token's ath", claim(() => ({ ath: sha256(other.token) }))],
    ['ath with padding', claim(c => ({ ath: `${c.ath}=` }))],
    ["another body's bh", claim(() => ({ bh: sha256('{}') }))],
    ["an empty body's bh", claim(() => ({ bh: sha256('') }))],
    ['a made-up nonce', claim(() => ({ nonce: randomBytes(24).toString('base64url') }))],
    ['a nonce of the process before', claim(() => ({ nonce: staleNonce }))],
    ['a nonce with one bit changed', claim(c => {
      const bytes = Buffer.from(c.nonce, 'base64url')
      bytes[7] ^= 1
      return { nonce: bytes.toString('base64url') }
    })],
    ['an empty nonce', claim(() => ({ nonce: '' }))],
    ['an empty jti', claim(() => ({ jti: '' }))],
    ['a jti of 300 characters', claim(() => ({ jti: 'j'.repeat(300) }))],
    ['jti as a number', claim(() => ({ jti: 1 }))],
    ['iat as text', claim(() => ({ iat: String(now()) }))],
    ['a negative iat', claim(() => ({ iat: -1 }))],
    ['two jti', right => sign(right.header, JSON.stringify(right.claims).replace('{', '{"jti":"a",'), right.key)],
    ['no signature', async right => (await sign(right.header, right.claims, right.key)).replace(/[^.]*$/, '')],
    ['a signature of nothing but noughts', async right => (await sign(right.header, right.claims, right.key))
      .replace(/[^.]*$/, Buffer.alloc(64).toString('base64url'))],
    ['a signature in DER', async right => {
      const raw = Buffer.from((await sign(right.header, right.claims, right.key)).split('.')[2], 'base64url')
      const integer = half => { const b = half[0] & 0x80 ? Buffer.concat([Buffer.from([0]), half]) : half; return Buffer.concat([Buffer.from([2, b.length]), b]) }
      const both = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))])
      const start = `${b64(right.header)}.${b64(right.claims)}`
      return `${start}.${Buffer.concat([Buffer.from([0x30, both.length]), both]).toString('base64url')}`
    }],
    ['none at all', () => ''],
    ['the access token as a proof', () => ada.token],
  ]
  for (const name of ['jti', 'htm', 'htu', 'iat', 'ath', 'bh', 'nonce'])
    forged.push([`without the claim ${name}`, right => ({ ...right, claims: without(right.claims, name) })])
  for (const [name, tweak] of forged) refused(`proof: ${name}`, await sendProof(ada, tweak))
}

// What is wrong with the request around a right proof and a right token.
async function forgeRequests(ada, other) {
  const bearer = await sendProof(ada, right => right, { Authorization: `Bearer ${ada.token}` })
  refused('request: the bearer scheme', bearer)
  refused('request: no token', await sendProof(ada, right => right, { Authorization: '' }))
  refused("request: another session's token", await sendProof(ada, right => right, { Authorization: `DPoP ${other.token}` }))
  refused("request: another session's token, with its ath", await sendProof(ada,
    right => ({ ...right, claims: { ...right.claims, ath: sha256(other.token) } }), { Authorization: `DPoP ${other.token}` }))
  refused('request: two proofs', await sendProof(ada, async right => [await ada.prove(right.claims), await ada.prove({ ...right.claims, jti: randomUUID() })]), 400)
  refused('request: two proofs with a comma', await sendProof(ada, async right =>
    `${await ada.prove(right.claims)}, ${await ada.prove({ ...right.claims, jti: randomUUID() })}`))
  const claims = { ...ada.claims('GET', '/v1/me', null, ada.token), bh: sha256('') }
  refused('request: a bh without a body', await send('GET', '/v1/me', { Authorization: `DPoP ${ada.token}`, DPoP: await ada.prove(claims) }))
  const first = ada.claims('GET', '/v1/me', null, ada.token)
  const headers = { Authorization: `DPoP ${ada.token}`, DPoP: await ada.prove(first) }
  const once = await send('GET', '/v1/me', headers)
  check(once.status === 200, 'control: a proof serves once', once)
  refused('request: the same proof again', await send('GET', '/v1/me', headers))
  refused('request: the same jti in another proof', await sendProof(ada, right => ({ ...right, claims: { ...right.claims, jti: first.jti } })))
  const tcp = await ada.prove(ada.claims('GET', '/v1/me', null, ada.token))
  refused("request: the socket's proof over TCP", await send('GET', '/v1/me', { Authorization: `DPoP ${ada.token}`, DPoP: tcp }, null, true))
  const thief = await Device.make()
  await thief.call('GET', '/v1/password-policy')
  refused("request: another device's refresh token", await thief.call('POST', '/v1/sign-in/refresh', { refreshToken: other.refresh }))
}

// What a change would have changed: lists, and the very bytes of the databases.
async function picture(ada) {
  const users = await ada.call('GET', `${ada.users}?limit=500`)
  const sessions = await ada.call('GET', '/v1/me/sessions')
  const files = fs.readdirSync(path.join(data, 'workspaces')).filter(name => !name.endsWith('-shm')).sort()
    .map(name => [name, sha256(fs.readFileSync(path.join(data, 'workspaces', name)))])
  return JSON.stringify([users.json.items, sessions.json.items.map(session => session.id), files])
}

async function main() {
  fs.mkdirSync(data, { mode: 0o700 })
  fs.writeFileSync(keyFile, randomBytes(32), { mode: 0o400 })
  await start()
  const ada = await Device.make()
  const codes = await walk(ada)
  const other = await signIn(codes[0])
  const staleNonce = ada.nonce
  check(await stop() === 0, 'the service stops in order')
  const signer = await readSigningKey()
  await start()
  check((await ada.call('GET', '/v1/me')).status === 200, 'a restart signs nobody out')
  const genuine = await verifyToken(ada, signer)
  await verifyProofs()
  const before = await forgeTokens(ada, other, signer, genuine)
  await forgeProofs(ada, other, staleNonce)
  await forgeRequests(ada, other)
  check(await picture(ada) === before, 'after all of it, no user, no session and no byte of a workspace differs')
  const last = await sendProof(ada, right => right)
  check(last.status === 201 && await picture(ada) !== before, 'control: without a lie the same change is made, and seen', last)
}

try {
  await main()
} catch (error) {
  check(false, 'the test itself', error.stack)
} finally {
  await stop()
  fs.rmSync(folder, { recursive: true })
  console.log(`1..${count}`)
  process.exitCode = failed ? 1 : 0
}
