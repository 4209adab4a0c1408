import { Switch } from '@mantine/core';

import type { Role } from '../../api/client';
import { useChangeRole } from '../../api/peopleMutations';
import { Card } from '../../ui/Card';
import { useTell } from '../../ui/Toasts';
import { words } from './words';

// The one thing that can be chosen for a preconfigured role, too.
export function FactorOfRole({ role, mayChange }: { role: Role; mayChange: boolean }) {
  const change = useChangeRole(role.id);
  const tell = useTell();
  const set = (required: boolean) =>
    change.mutate(
      { body: { requires_second_factor: required }, version: role.version },
      { onSuccess: () => tell.done(words.saved), onError: (error) => tell.failed(error) },
    );
  return (
    <Card title={words.factor}>
      <Switch
        label={words.factorRequired}
        description={words.factorText}
        checked={role.requires_second_factor}
        disabled={!mayChange || change.isPending}
        onChange={(event) => set(event.currentTarget.checked)}
      />
    </Card>
  );
}
