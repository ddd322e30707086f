import { useEffect } from 'react';
import { RouterProvider } from '@tanstack/react-router';
import type { Session } from 'genkan/sign-in';
import { keepPage } from '@genkan/ui/shelve-page.ts';
import { SignedIn } from '@genkan/ui/signed-in.tsx';
import { router } from './router.tsx';

type Props = { readonly url: string; readonly session: Session; readonly onLeft: () => void };

/** The dashboard of somebody who is signed in. */
export default function Inside(props: Props) {
  useEffect(() => keepPage('/offline.js'), []);
  return (
    <SignedIn {...props} kept>
      <RouterProvider router={router} />
    </SignedIn>
  );
}
