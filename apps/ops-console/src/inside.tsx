import { RouterProvider } from '@tanstack/react-router';
import type { Session } from 'genkan/sign-in';
import { SignedIn } from '@genkan/ui/signed-in.tsx';
import { StaffOnly } from './frame/staff-only.tsx';
import { router } from './router.tsx';

type Props = { readonly url: string; readonly session: Session; readonly onLeft: () => void };

/** The console of a member of the staff. */
export default function Inside(props: Props) {
  return (
    <SignedIn {...props}>
      <StaffOnly>
        <RouterProvider router={router} />
      </StaffOnly>
    </SignedIn>
  );
}
