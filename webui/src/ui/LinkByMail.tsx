import { Radio, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';

import { useApplianceState } from '../api/queries';
import { words } from './words';

interface LinkByMailProps {
  byMail: boolean;
  onChange: (byMail: boolean) => void;
  // For many.
  all?: boolean;
}

// How people get a link that is made for them. To be shown only where the appliance sends mail.
export function LinkByMail({ byMail, onChange, all }: LinkByMailProps) {
  return (
    <Radio.Group label={words.link.by} value={byMail ? 'mail' : 'hand'} onChange={(value) => onChange(value === 'mail')}>
      <Stack gap="xs" mt="xs">
        <Radio value="mail" label={all ? words.link.byMailAll : words.link.byMail} />
        <Radio value="hand" label={all ? words.link.byHandAll : words.link.byHand} />
      </Stack>
    </Radio.Group>
  );
}

// `mail`: whether it goes by mail; `choice`: what asks for that, to be put into a form.
export function useLinkByMail(): { sendsMail: boolean; mail: boolean; choice: ReactNode } {
  const sendsMail = useApplianceState().data?.mail ?? false;
  const [byMail, setByMail] = useState(true);
  return { sendsMail, mail: sendsMail && byMail, choice: sendsMail && <LinkByMail byMail={byMail} onChange={setByMail} /> };
}
