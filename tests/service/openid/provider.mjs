// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Reeve developers

// Identity providers to sign in through, on loopback: the real one (oidc-provider, whose own pages ask for a name and a
// password) and one that lies as it is told.
//
//     provider.mjs real|lying
//
// Prints its issuer, then serves until its standard input ends. Whoever signs in at the real one with an address has that
// address; it is verified unless it begins with "unverified". The lying one lets everybody in as the address that POST /say
// names, with whatever else it says there.
import { createHash, createHmac, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";

const CLIENT = "reeve-tests";
const SECRET = "a secret with signs: %&=+:~";
const REDIRECT = ["http://127.0.0.1/reeve/signed-in", "http://127.0.0.1/p/invitation"];

async function real(issuer) {
  const { Provider } = await import("oidc-provider");
  const provider = new Provider(issuer, {
    clients: [
      { client_id: CLIENT, client_secret: SECRET, application_type: "native", redirect_uris: REDIRECT },
      { client_id: `${CLIENT}-post`, client_secret: "posted", application_type: "native", redirect_uris: REDIRECT,
        token_endpoint_auth_method: "client_secret_post" },
      { client_id: `${CLIENT}-public`, application_type: "native", redirect_uris: REDIRECT,
        token_endpoint_auth_method: "none" },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    pkce: { required: () => true },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("unverified") }),
    }),
  });
  provider.on("server_error", (_context, error) => console.error(error));
  return provider.callback();
}

const read = async (request) => {
  let body = "";
  for await (const part of request) body += part;
  return body;
};

async function lying(issuer) {
  const keys = {};
  for (const [alg, kid] of [["RS256", "rsa"], ["ES256", "ec"], ["EdDSA", "ed"]]) {
    keys[alg] = { ...(await generateKeyPair(alg, { extractable: true })), kid };
  }
  const stranger = await generateKeyPair("RS256");
  const codes = new Map();
  let said = {};
  const seen = { discovery: 0, keys: 0, token: 0, userinfo: 0, elsewhere: 0, authorization: [] };

  const jwks = async () => {
    const list = [];
    for (const [alg, { publicKey, kid }] of Object.entries(keys)) {
      if (!said.hide || said.hide !== kid) list.push({ ...(await exportJWK(publicKey)), kid: said.rename === kid ? `${kid}-2` : kid, use: "sig", ...(said.algless ? {} : { alg }) });
    }
    return { keys: said.keys ?? list };
  };

  const unsigned = (header, claims) =>
    [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");

  const sign = async (claims, access) => {
    const alg = said.alg ?? "RS256";
    if (alg === "none") return `${unsigned({ alg: "none", kid: "rsa" }, claims)}.`;
    if (alg === "HS256") { // the public key, which everybody has, as the secret of a MAC
      const input = unsigned({ alg: "HS256", kid: "rsa" }, claims);
      return `${input}.${createHmac("sha256", await exportSPKI(keys.RS256.publicKey)).update(input).digest("base64url")}`;
    }
    const { privateKey, kid } = keys[alg];
    if (said.accessHash) {
      const digest = createHash(alg === "EdDSA" ? "sha512" : "sha256").update(access).digest();
      claims.at_hash = digest.subarray(0, digest.length / 2).toString("base64url");
    }
    const token = await new SignJWT({ ...claims, ...said.claims }).setProtectedHeader({ alg, kid, ...said.header })
      .sign(said.stranger ? stranger.privateKey : privateKey, { crit: { b64: true } });
    return said.tamper ? token.replace(/.$/, (last) => (last === "A" ? "B" : "A")).replace(/\.(..)/, (part) => part) : token;
  };

  return async (request, response) => {
    const url = new URL(request.url, issuer);
    const send = (status, body, headers = {}) => {
      const text = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(text);
    };
    const odd = said.odd?.[url.pathname];
    if (odd === "hang") return;
    if (odd === "huge") { send(200, Buffer.alloc(8 << 20, " ")); return; }
    if (odd === "endless") {
      response.writeHead(200);
      const more = () => { while (response.write(Buffer.alloc(65536, " "))); };
      response.on("drain", more).on("error", () => {});
      more();
      return;
    }
    if (odd === "drop") { request.socket.destroy(); return; }
    if (odd === "redirect") { send(302, "", { location: `${issuer}/elsewhere` }); return; }
    if (odd === "html") { send(200, "<html>", { "content-type": "text/html" }); return; }
    if (odd === "error") { send(500, {}); return; }
    if (odd === "refuse") { send(400, { error: "invalid_grant" }); return; }
    if (odd === "list") { send(200, []); return; }
    if (odd === "twice") { send(200, '{"issuer":"a","issuer":"b"}'); return; }
    switch (url.pathname) {
      case "/say":
        said = JSON.parse(await read(request));
        return send(200, {});
      case "/seen":
        return send(200, seen);
      case "/elsewhere":
        seen.elsewhere += 1;
        return send(200, {});
      case "/.well-known/openid-configuration":
        seen.discovery += 1;
        return send(200, {
          issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`, jwks_uri: `${issuer}/keys`, response_types_supported: ["code"],
          subject_types_supported: ["public"], id_token_signing_alg_values_supported: ["RS256", "none", "HS256"],
          ...said.metadata,
        });
      case "/keys":
        seen.keys += 1;
        return send(200, await jwks());
      case "/authorize": {
        const code = randomBytes(16).toString("hex");
        codes.set(code, { nonce: url.searchParams.get("nonce"), challenge: url.searchParams.get("code_challenge"), client: url.searchParams.get("client_id") });
        const back = new URL(url.searchParams.get("redirect_uri"));
        back.searchParams.set("code", code);
        back.searchParams.set("state", url.searchParams.get("state"));
        if (said.responseIssuer) back.searchParams.set("iss", said.responseIssuer);
        return send(302, "", { location: back.href });
      }
      case "/token": {
        seen.token += 1;
        const form = new URLSearchParams(await read(request));
        seen.authorization.push(request.headers.authorization ?? form.get("client_secret") ?? "");
        const begun = codes.get(form.get("code"));
        const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
        if (!begun || begun.challenge !== challenge) return send(400, { error: "invalid_grant" });
        const now = Math.floor(Date.now() / 1000);
        const access = randomBytes(16).toString("hex");
        const claims = { iss: issuer, sub: "1", aud: begun.client, exp: now + 300, iat: now, nonce: begun.nonce, email: said.email, email_verified: true };
        for (const name of said.without ?? []) delete claims[name];
        return send(200, { access_token: access, token_type: "Bearer", id_token: said.token ?? (await sign(claims, access)) });
      }
      case "/userinfo":
        seen.userinfo += 1;
        return send(200, { sub: "1", email: said.email, email_verified: true, ...said.userinfo });
      default:
        return send(404, {});
    }
  };
}

const server = createServer();
server.listen(0, "127.0.0.1", async () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.on("request", await (process.argv[2] === "lying" ? lying : real)(issuer));
  console.log(issuer);
});
process.stdin.on("end", () => process.exit(0)).resume();
