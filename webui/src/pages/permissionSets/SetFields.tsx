import { MultiSelect, Text } from '@mantine/core';

import type { Access } from '../../api/client';
import { useRoles } from '../../api/peopleQueries';
import { useAccess, useCurrentUser } from '../../app/CurrentUser';
import { AccessInput } from '../../rights/AccessInput';
import { NameFields } from '../../rights/Fields';
import { WideNotice } from '../../rights/WideNotice';
import { Card } from '../../ui/Card';
import classes from './permissionSets.module.css';
import { words } from './words';

export interface SetValues {
  name: string;
  description: string;
  roles: string[];
  access: Access;
}

interface SetFieldsProps {
  values: SetValues;
  errors: Readonly<Record<string, string>>;
  set: (changed: Partial<SetValues>) => void;
}

export function SetFields({ values, errors, set }: SetFieldsProps) {
  const own = useCurrentUser().access;
  return (
    <>
      <Card>
        <div className={classes.fields}>
          <NameFields values={values} errors={errors} set={set} example={words.example} />
          <Roles values={values} errors={errors} set={set} />
        </div>
      </Card>
      <Card>
        <AccessInput value={values.access} own={own} onChange={(access) => set({ access })} />
      </Card>
      <WideNotice access={values.access} />
    </>
  );
}

// A role that contains it is edited by that: it takes the right to.
function Roles({ values, errors, set }: SetFieldsProps) {
  const mayEditRoles = useAccess('roles') === 'edit';
  const roles = useRoles(mayEditRoles).data?.items.filter(({ key }) => !key);
  if (!mayEditRoles) return <Text c="var(--quiet)">{words.rolesNotYours}</Text>;
  if (roles?.length === 0) return <Text c="var(--quiet)">{words.noRoles}</Text>;
  return (
    <MultiSelect
      label={words.roles}
      description={words.rolesHelp}
      data={roles?.map(({ id, name, may_give }) => ({ value: id, label: name, disabled: !may_give && !values.roles.includes(id) })) ?? []}
      value={values.roles}
      error={errors.roles}
      onChange={(chosen) => set({ roles: chosen })}
      searchable
    />
  );
}
