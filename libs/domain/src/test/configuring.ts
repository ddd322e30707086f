import { World } from './world.ts';

/** A sound tab for Deals. */
export const tab = (more: object = {}) => ({
  layouts: { Standard: ['Name', 'Stage'] },
  reaches: [{ kind: 'all' }],
  ...more,
});

/** A portal under configuration by a portal manager, with a user type `Partner` on Contacts. */
export function configuring() {
  const world = new World();
  const staff = world.staff('portal-manager');
  const run = (name: string, input: object) => world.run(staff, name, input);
  const create = (name: string, base = 'Contacts') => run('create-user-type', { name, base });
  const partner = String(create('Partner').result['userType']);
  const configure = (tabs: object, more: object = {}) =>
    run('configure-user-type', { userType: partner, tabs, ...more });
  const text = (name: string, more: object = {}) => ({ name, label: name, type: 'text', ...more });
  const define = (field: object, module = 'Deals', more: object = {}) =>
    run('define-field', { module, field, ...more });
  const lookup = (module: string, name: string, to: string) =>
    run('define-field', { module, field: { name, label: name, type: 'lookup', module: to } });
  return { world, run, create, partner, configure, text, define, lookup };
}
