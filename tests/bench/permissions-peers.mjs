// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Reeve developers
// casbin and Cedar, given the world that time-permissions dumps: may this person view this folder? Prints the median of a check in
// microseconds, after each has said the same as we did for every pair.
//
//   permissions-peers.mjs casbin|cedar PAIRS < WORLD

import fs from 'node:fs';
import { newEnforcer, newModelFromString } from 'casbin';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';

const IMPLIES = { view: ['view'], edit: ['edit', 'view'], approve: ['approve', 'view'], manage: ['manage', 'edit', 'view'] };
const [, , which, wanted] = process.argv;

const groups = new Map();
const users = new Map();
const folders = new Map();
const grants = [];
const pairs = [];
for (const line of fs.readFileSync(0, 'utf8').trimEnd().split('\n')) {
  const [what, id, a, b, c, d] = line.split(' ');
  if (what === 'group') groups.set(id, a === '-' ? null : a);
  else if (what === 'user') users.set(id, [...new Set([...a.split(','), ...b.split(',')])]);
  // a folder that does not inherit has no parent, as far as rights go
  else if (what === 'folder') folders.set(id, a === '-' || b === '0' ? null : a);
  else if (what === 'grant') grants.push({ folder: a, kind: b, principal: c, verb: d });
  else pairs.push({ user: id, folder: a, allowed: (Number(b) & 1) !== 0 });
}

async function prepareCasbin() {
  const enforcer = await newEnforcer(newModelFromString(`
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
g2 = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && g2(r.obj, p.obj) && g(r.sub, p.sub)`));
  enforcer.enableAutoSave(false);
  const memberships = [...[...users].flatMap(([user, above]) => above.map((each) => [user, each])),
    ...[...groups].filter(([, parent]) => parent !== null)];
  await enforcer.addNamedGroupingPolicies('g', memberships);
  await enforcer.addNamedGroupingPolicies('g2', [...folders].filter(([, parent]) => parent !== null));
  const policies = new Map(grants.flatMap(({ folder, principal, verb }) => IMPLIES[verb].map((act) => [`${principal} ${folder} ${act}`, [principal, folder, act]])));
  await enforcer.addPolicies([...policies.values()]);
  return ({ user, folder }) => enforcer.enforceSync(user, folder, 'view');
}

const TYPES = { user: 'User', group: 'Group', role: 'Role' };
const typeOf = (id) => ({ u: 'User', g: 'Group', r: 'Role' })[id[0]];

function prepareCedar() {
  const policies = {};
  grants.forEach(({ folder, kind, principal, verb }, i) => {
    const actions = IMPLIES[verb].map((act) => `Action::"${act}"`).join(', ');
    const who = kind === 'user' ? `principal == User::"${principal}"` : `principal in ${TYPES[kind]}::"${principal}"`;
    policies[`x${i}`] = `permit(${who}, action in [${actions}], resource in Folder::"${folder}");`;
  });
  const answer = cedar.preparsePolicySet('world', { staticPolicies: policies });
  if (answer.type !== 'success') throw new Error(JSON.stringify(answer));
  // what the two are in, and no other entity: the least that Cedar can be asked with
  const upwards = (type, id, tree, entities) => {
    for (; id !== null; id = tree.get(id)) {
      const parent = tree.get(id);
      entities.set(id, { uid: { type, id }, attrs: {}, parents: parent !== null ? [{ type, id: parent }] : [] });
    }
  };
  return ({ user, folder }) => {
    const entities = new Map([[user, { uid: { type: 'User', id: user }, attrs: {}, parents: users.get(user).map((id) => ({ type: typeOf(id), id })) }]]);
    for (const each of users.get(user)) {
      if (each[0] === 'g') upwards('Group', each, groups, entities);
      else entities.set(each, { uid: { type: 'Role', id: each }, attrs: {}, parents: [] });
    }
    upwards('Folder', folder, folders, entities);
    const reply = cedar.statefulIsAuthorized({ principal: { type: 'User', id: user }, action: { type: 'Action', id: 'view' },
      resource: { type: 'Folder', id: folder }, context: {}, preparsedPolicySetId: 'world', entities: [...entities.values()] });
    if (reply.type !== 'success') throw new Error(JSON.stringify(reply));
    return reply.response.decision === 'allow';
  };
}

const check = which === 'casbin' ? await prepareCasbin() : prepareCedar();
const asked = pairs.filter((_, i) => i % Math.max(1, Math.floor(pairs.length / Number(wanted))) === 0);
const times = asked.map((pair) => {
  const start = process.hrtime.bigint();
  const allowed = check(pair);
  const took = Number(process.hrtime.bigint() - start) / 1000;
  if (allowed !== pair.allowed) throw new Error(`${which} says ${allowed} of ${pair.user} and ${pair.folder}`);
  return took;
});
times.sort((a, b) => a - b);
console.log(`${which}_check_us ${times[Math.floor(times.length / 2)].toFixed(1)}`);
console.log(`${which}_pairs ${times.length}`);
