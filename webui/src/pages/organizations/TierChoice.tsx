import { Radio, Stack } from '@mantine/core';

import type { Tier } from '../../api/client';
import { oneOf } from '../../ui/oneOf';
import { tierNames, tiers } from '../../ui/tiers';
import { words } from './words';

interface TierChoiceProps {
  tier: Tier;
  error?: string | undefined;
  onChange: (tier: Tier) => void;
}

export function TierChoice({ tier, error, onChange }: TierChoiceProps) {
  return (
    <Radio.Group label={words.license} value={tier} error={error} onChange={(value) => onChange(oneOf(tiers, value, tier))}>
      <Stack gap="xs" mt="xs">
        {tiers.map((one) => (
          <Radio key={one} value={one} label={tierNames[one]} description={words.tiers[one]} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
