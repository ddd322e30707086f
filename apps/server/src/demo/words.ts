/**
 * Words that companies and people of the demo are put together from. All are made up: whoever finds his own name has met
 * chance.
 */
type Stem = readonly [name: string, address: string];

export const japaneseStems: readonly [Stem, ...Stem[]] = [
  ['星屑', 'hoshikuzu'],
  ['狐火', 'kitsunebi'],
  ['蛍川', 'hotarugawa'],
  ['雲雀野', 'hibarino'],
  ['月兎', 'tsukiusagi'],
  ['硝子坂', 'garasuzaka'],
  ['猫柳', 'nekoyanagi'],
  ['霧笛', 'muteki'],
  ['風待', 'kazemachi'],
  ['夜汽車', 'yogisha'],
  ['雪兎', 'yukiusagi'],
  ['綿雲', 'watagumo'],
  ['金木犀', 'kinmokusei'],
  ['鈴蘭台', 'suzurandai'],
  ['水切', 'mizukiri'],
];
export const japaneseTrades: readonly [Stem, ...Stem[]] = [
  ['精機', 'seiki'],
  ['食品', 'shokuhin'],
  ['物流', 'butsuryu'],
];

export const englishStems: readonly [string, ...string[]] = [
  'Quillmoor',
  'Wrenhollow',
  'Cobblewick',
  'Marrowby',
  'Brindleford',
  'Thistlecombe',
  'Lanternfish',
  'Foxpenny',
  'Gullwater',
  'Ambercroft',
  'Netherbeck',
  'Pebblegate',
  'Saltmarrow',
  'Tinderley',
];
export const englishTrades: readonly [string, ...string[]] = ['Robotics', 'Foods', 'Logistics'];
export const industries: readonly [string, ...string[]] = ['Machinery', 'Food', 'Logistics'];

export const resellerStems: readonly [string, ...string[]] = [
  'Sunvale',
  'Hinode',
  'Larkspur',
  'Minato',
  'Oakhelm',
  'Tsubame',
  'Riverdale',
  'Kaede',
  'Westerly',
  'Nagisa',
];
export const vendorStems: readonly [string, ...string[]] = [
  'Ironquill',
  'Kurogane',
  'Blueferry',
  'Hakuto',
  'Copperlark',
  'Mizuho-no-Sato',
  'Stonebridle',
  'Asagiri',
  'Greymantle',
  'Tokonoma',
  'Silverthread',
  'Fuurin',
];

export const japaneseFamilies: readonly [string, ...string[]] = [
  '青木',
  '石川',
  '上田',
  '岡本',
  '加藤',
  '木村',
  '小林',
  '斎藤',
  '清水',
  '高橋',
  '中島',
  '西村',
  '長谷川',
  '藤田',
  '前田',
  '松本',
  '森',
  '山口',
  '吉田',
];
export const japaneseGiven: readonly [string, ...string[]] = [
  '葵',
  '朝陽',
  '彩花',
  '健太',
  '紬',
  '大輔',
  '千尋',
  '直樹',
  '遥',
  '陽菜',
  '誠',
  '美咲',
  '結衣',
  '蓮',
  '悠真',
  '涼子',
  '翔',
];
export const englishFamilies: readonly [string, ...string[]] = [
  'Ashdown',
  'Berg',
  'Calloway',
  'Duarte',
  'Eriksen',
  'Falk',
  'Haddad',
  'Ivers',
  'Kowal',
  'Lopez',
  'Marchetti',
  'Novak',
  'Okafor',
  'Petrov',
  'Quist',
  'Rosen',
  'Silva',
  'Tran',
  'Whitlock',
];
export const englishGiven: readonly [string, ...string[]] = [
  'Ada',
  'Bruno',
  'Clara',
  'Dario',
  'Elena',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Kira',
  'Leon',
  'Maria',
  'Nils',
  'Omar',
  'Paula',
  'Ravi',
];
export const titles: readonly [string, ...string[]] = [
  'Buyer',
  'Plant manager',
  'Head of purchasing',
  'Engineer',
  'Director',
];
export const cities: readonly [string, ...string[]] = [
  'Tokyo',
  'Osaka',
  'Nagoya',
  'Sapporo',
  'Fukuoka',
  'London',
  'Hamburg',
  'Oslo',
];

/** Names of goods with their category and about what one costs, in yen. */
type Good = readonly [name: string, category: string, price: number];
export const goods: readonly [Good, ...Good[]] = [
  ['Flow sensor', 'Sensors', 38_000],
  ['Pressure sensor', 'Sensors', 42_000],
  ['Vision camera', 'Sensors', 265_000],
  ['Gripper', 'Robotics', 310_000],
  ['Palletiser arm', 'Robotics', 4_800_000],
  ['Conveyor section', 'Handling', 640_000],
  ['Cold-room door', 'Handling', 880_000],
  ['Pump controller', 'Control', 155_000],
  ['Gateway', 'Control', 98_000],
  ['Line licence', 'Software', 240_000],
  ['Operator training', 'Services', 120_000],
  ['Yearly service', 'Services', 360_000],
];
export const grades: readonly [string, ...string[]] = ['S', 'M', 'L', 'XL'];

export const nextSteps: readonly [string, ...string[]] = [
  'Call back on Monday',
  'Send the offer',
  'Site visit',
  'Demo with the plant',
  'Ask for the drawings',
  'Agree on the delivery date',
  '見積書を送付',
  '現地調査の日程調整',
  '契約書の確認待ち',
];
export const troubles: readonly [string, ...string[]] = [
  'stops after an hour',
  'reads too high',
  'arrived damaged',
  'does not connect',
  'needs a spare part',
  'の設定方法について',
  'が起動しない',
];
