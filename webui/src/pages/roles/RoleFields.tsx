import { MultiSelect, Text } from '@mantine/core';

import { usePermissionSets } from '../../api/peopleQueries';
import { useAccess } from '../../app/CurrentUser';
import { NameFields } from '../../rights/Fields';
import { union } from '../../rights/levels';
import { WideNotice } from '../../rights/WideNotice';
import { words } from './words';

export interface RoleValues {
  name: string;
  description: string;
  permission_sets: string[];
}

interface RoleFieldsProps {
  values: RoleValues;
  errors: Readonly<Record<string, string>>;
  set: (changed: Partial<RoleValues>) => void;
}

// Sets that give more than one has oneself can't be added.
export function RoleFields({ values, errors, set }: RoleFieldsProps) {
  const maySeeSets = useAccess('permission_sets') !== 'none';
  const sets = usePermissionSets(maySeeSets).data?.items ?? [];
  const chosen = sets.filter(({ id }) => values.permission_sets.includes(id));
  return (
    <>
      <NameFields values={values} errors={errors} set={set} example={words.example} />
      {sets.length === 0 ? (
        <Text c="var(--quiet)">{words.noSets}</Text>
      ) : (
        <MultiSelect
          label={words.sets}
          description={words.setsHelp}
          data={sets.map(({ id, name, may_give }) => ({ value: id, label: name, disabled: !may_give && !values.permission_sets.includes(id) }))}
          value={values.permission_sets}
          error={errors.permission_sets}
          onChange={(permission_sets) => set({ permission_sets })}
          searchable
        />
      )}
      <WideNotice access={union(chosen.map(({ access }) => access))} />
    </>
  );
}
