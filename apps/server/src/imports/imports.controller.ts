import { randomUUID } from 'node:crypto';
import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { uuid } from '@genkan/domain/names';
import { Rejected } from '@genkan/domain/rejected';
import type { Claims } from '@genkan/identity/access-token';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';
import { Acting, type DoorRequest } from '../http/acting.ts';
import { SignedInGuard } from '../http/signed-in.guard.ts';
import { plainJson } from '../admission/plain-json.ts';
import { rightsOf } from '../rights.ts';
import { importQuery } from './import-shapes.ts';
import { linesOf } from './lines.ts';
import { mapping as mappingShape, type Mapping } from './mapping.ts';
import { receive } from './receive.ts';

function mappingOf(text: string): Mapping {
  try {
    return mappingShape.parse(plainJson(JSON.parse(text)));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw new Rejected('invalid', undefined, { issues: [{ path: 'mapping', message: 'Send JSON.' }] });
  }
}

/** Files in: streamed, stored in chunks, worked off by a job; the report belongs to who sent the file. */
@Controller('api/imports')
@UseGuards(SignedInGuard)
export class ImportsController {
  readonly #house: House;
  constructor(@Inject(HOUSE) house: House) {
    this.#house = house;
  }

  @Post()
  @HttpCode(202)
  async begin(@Acting() who: Claims, @Query() query: unknown, @Req() request: DoorRequest) {
    const { module, mapping } = importQuery.parse(query);
    const columns = mappingOf(mapping);
    const { log, portals, imports, jobs } = this.#house;
    const rights = await rightsOf(log, (await portals.open(who.portal)).tail, who);
    if (!rights.ability.staffRights.has('import')) throw new Rejected('forbidden');
    if (!Object.hasOwn(rights.portal.modules, module)) throw new Rejected('not-found');
    const of = { id: randomUUID(), portal: who.portal, member: who.member, module, mapping: columns };
    const rows = await receive(imports, of, linesOf(request.headers['content-type'] ?? '', request));
    await jobs.submit(of.id);
    return { id: of.id, rows };
  }

  @Get(':id')
  async report(@Acting() who: Claims, @Param('id') id: string) {
    const known = uuid.safeParse(id).data;
    const report = known === undefined ? null : await this.#house.imports.report(who.portal, who.member, known);
    if (!report) throw new Rejected('not-found');
    return report;
  }
}
