import { Activity, Terminal, Users } from 'lucide-react';

/** The pages beside the modules; `right`: who lacks it is not led there. */
export const pages = [
  { to: '/live', key: 'live', icon: Activity, right: 'watch-log' },
  { to: '/members', key: 'members', icon: Users, right: 'manage-members' },
  { to: '/commands', key: 'commands', icon: Terminal, right: null },
] as const;
