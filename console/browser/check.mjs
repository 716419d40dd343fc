// Runs one check of the console in a browser: node check.mjs NAME URL NAMESPACE [FOLDER FOR SCREENSHOTS]

import * as looks from './looks.mjs';
import * as deeds from './deeds.mjs';

const [name, url, namespace, folder] = process.argv.slice(2);
const check = { ...looks, ...deeds }[name];
if (!check) throw new Error(`there is no check "${name}"`);
await check({ url, namespace, folder });
