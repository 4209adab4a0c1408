import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, Navigate, useNavigate } from 'react-router-dom';

import { useSetUp } from '../../api/mutations';
import { ApiError } from '../../api/problem';
import { useApplianceState } from '../../api/queries';
import { Splash } from '../../app/Splash';
import { EntryLayout } from '../../ui/EntryLayout';
import { fieldErrors } from '../../ui/FormError';
import { EmptyState, ErrorState } from '../../ui/States';
import { makesTeam } from '../../ui/tiers';
import { CodeStep } from './CodeStep';
import { DoneStep } from './DoneStep';
import { OrganizationStep, ReviewStep } from './OrganizationSteps';
import { type Owner, OwnerStep } from './OwnerStep';
import { words } from './words';

export default function SetupPage() {
  const state = useApplianceState();
  if (state.isError && !state.data) {
    return (
      <EntryLayout>
        <ErrorState error={state.error} onRetry={() => void state.refetch()} />
      </EntryLayout>
    );
  }
  if (!state.data) return <Splash />;
  if (!state.data.setup_required) return <Navigate to="/" replace />;
  return (
    <EntryLayout>
      <Wizard team={makesTeam(state.data.license)} />
    </EntryLayout>
  );
}

type StepName = 'code' | 'organization' | 'review' | 'owner';

// Where a refusal of the whole can be mended.
function stepFor(error: unknown): StepName {
  const fields = fieldErrors(error);
  if ('organization_name' in fields || 'description' in fields) return 'organization';
  if ('code' in fields || (error instanceof ApiError && error.status === 403)) return 'code';
  return 'owner';
}

function Wizard({ team }: { team: boolean }) {
  const navigate = useNavigate();
  const setUp = useSetUp();
  const [step, setStep] = useState<StepName>('code');
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [owner, setOwner] = useState<Owner>({ first_name: '', last_name: '', email: '', password: '' });

  const finish = () =>
    setUp.mutate(
      {
        code: code.trim(),
        organization_name: name,
        first_name: owner.first_name.trim(),
        last_name: owner.last_name.trim(),
        email: owner.email.trim(),
        password: owner.password,
        ...(team && { description: description.trim() }),
      },
      { onError: (error) => setStep(stepFor(error)) },
    );

  if (setUp.data) {
    const me = setUp.data;
    const enter = () => {
      setUp.startAs(me);
      navigate('/', { replace: true });
    };
    return <DoneStep me={me} onDone={enter} />;
  }
  if (setUp.error instanceof ApiError && setUp.error.status === 404) return <AlreadyDone />;

  switch (step) {
    case 'code':
      return <CodeStep code={code} refusal={setUp.error} onCode={setCode} onDone={() => setStep('organization')} />;
    case 'organization':
      return (
        <OrganizationStep
          team={team}
          name={name}
          description={description}
          errors={fieldErrors(setUp.error)}
          onName={setName}
          onDescription={setDescription}
          onDone={() => setStep('review')}
          onBack={() => setStep('code')}
        />
      );
    case 'review':
      return <ReviewStep team={team} name={name} description={description.trim()} onDone={() => setStep('owner')} onBack={() => setStep('organization')} />;
    case 'owner':
      return (
        <OwnerStep
          organization={name}
          owner={owner}
          error={setUp.error}
          busy={setUp.isPending}
          onOwner={setOwner}
          onDone={finish}
          onBack={() => setStep('review')}
        />
      );
  }
}

function AlreadyDone() {
  return (
    <EmptyState
      icon={<IconCheck size={24} />}
      title={words.alreadyDone}
      action={
        <Button component={Link} to="/sign-in" reloadDocument>
          {words.toSignIn}
        </Button>
      }
    />
  );
}
