import { inLanguage } from '../../languages/inLanguage';

export const words = inLanguage('permissionSets', {
  title: 'Permission Sets',
  lead: 'What a job needs, section by section. Put sets into roles, and give those to people.',
  create: 'Create Permission Set',
  tableLabel: 'Permission Sets',
  columns: { name: 'Name', gives: 'Access Control', roles: 'Roles' },
  none: 'No permission sets yet',
  createFirst: 'Create the first set',
  noneText:
    'The preconfigured roles do without. Make a set when a job needs something else: “View & Edit” for Clients and “View” for Sessions, for example, and nothing more.',
  noRole: 'In no role yet',
  rolesUnknown: (roles: number) => (roles === 1 ? '1 role' : `${roles} roles`),

  createTitle: 'Create Permission Set',
  editTitle: (name: string) => `Edit ${name}`,
  formLead: 'Choose as little as the job needs: another set or role can add to it, and nothing takes away.',
  example: 'Such as “Help desk”',
  roles: 'Roles',
  rolesHelp: 'Which roles get it. This can also be set later in Roles.',
  noRoles: 'There are no roles of your own yet; preconfigured ones can’t be changed. Create one under “Roles”, and choose this set there.',
  rolesNotYours: 'Putting it into roles takes the right to edit Roles.',
  save: 'Save Permission Set',
  saved: (name: string) => `${name} is saved.`,

  oneSet: 'Permission Set',
  back: 'All permission sets',
  backToOne: 'Back to the permission set',
  missing: 'No such permission set',
  missingText: 'It may have been deleted, or the link is incomplete.',
  edit: 'Edit',
  delete: 'Delete Permission Set',
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteText: 'The roles that contain it give less from then on, and whoever has them loses that at once.',
  deleted: (name: string) => `${name} was deleted.`,
});
