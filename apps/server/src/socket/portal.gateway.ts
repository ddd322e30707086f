import { Inject, UseFilters, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import { Rejected } from '@genkan/domain/rejected';
import {
  caughtUp,
  command,
  presence,
  query,
  renewal,
  subscribe,
  unsubscribe,
  watchLog,
  windowAsked,
  windowClosed,
} from '@genkan/protocol/messages';
import { mostPlaces } from '@genkan/realtime/presence';
import { mostWindows } from '@genkan/realtime/windows';
import { tooLargeToReplicate } from '@genkan/realtime/replicated';
import type { Server, Socket } from 'socket.io';
import { ExecuteCommand } from '../bus/execute-command.ts';
import { ExecuteQuery } from '../bus/execute-query.ts';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';
import { plainJson } from '../admission/plain-json.ts';
import { AckProblems } from './ack-problems.filter.ts';
import { admission, type Admission } from './admit.ts';
import { Connections, type Connection } from './connections.ts';
import { forgetRequest, noteResponse } from './forget-request.ts';
import { PollingConnections } from './polling.ts';
import { subscriptionsPerSocket } from './socket-limits.ts';
import { refuseLooker } from './look.ts';
import { refusedAnswer, wireAnswer } from './wire-answer.ts';

/** The socket's door: each message is parsed and authorised on its own (SEC-8); what leaves comes from the broadcaster. */
@WebSocketGateway()
@UseFilters(AckProblems)
export class PortalGateway
  implements OnGatewayInit<Server>, OnGatewayConnection<Socket>, OnGatewayDisconnect<Socket>, OnApplicationShutdown
{
  readonly #house: House;
  readonly #commands: CommandBus;
  readonly #queries: QueryBus;
  readonly #connections: Connections;
  #polling: PollingConnections | null = null;

  constructor(
    @Inject(HOUSE) house: House,
    @Inject(CommandBus) commands: CommandBus,
    @Inject(QueryBus) queries: QueryBus,
  ) {
    this.#house = house;
    this.#commands = commands;
    this.#queries = queries;
    this.#connections = new Connections(house);
  }

  afterInit(server: Server): void {
    server.engine.use(noteResponse);
    this.#polling = new PollingConnections(server);
    server.use(admission(this.#house));
  }

  handleConnection(socket: Socket): void {
    const admitted: Admission = socket.data;
    forgetRequest(socket);
    this.#connections.open(socket, admitted);
  }

  handleDisconnect(socket: Socket): void {
    this.#connections.close(socket);
  }

  @SubscribeMessage('subscribe')
  async subscribe(
    @ConnectedSocket() socket: Socket,
    @MessageBody() body: unknown,
  ): Promise<{ readonly status: string }> {
    const { module } = subscribe.parse(plainJson(body));
    const { portal, session } = this.#of(socket);
    if (session.subscriptions.length >= subscriptionsPerSocket && !session.subscription(module))
      throw new Rejected('limit-reached', `Subscribe to at most ${subscriptionsPerSocket} modules on one connection.`);
    const outcome = await portal.broadcaster.subscribe(session, module);
    if (outcome === 'not-found') throw new Rejected('not-found');
    if (outcome === 'limit-reached')
      throw new Rejected('limit-reached', tooLargeToReplicate(this.#house.config.REPLICATED_RECORDS));
    return { status: 'subscribed' };
  }

  @SubscribeMessage('unsubscribe')
  unsubscribe(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): { readonly status: string } {
    const { module } = unsubscribe.parse(plainJson(body));
    const { portal, session } = this.#of(socket);
    portal.broadcaster.unsubscribe(session, module);
    return { status: 'unsubscribed' };
  }

  /** Answered inside a frame, right behind the effects; only what is no command at all is answered by the ack. */
  @SubscribeMessage('command')
  async command(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<void> {
    const { id, name, input } = command.parse(body);
    const connection = this.#of(socket);
    await this.#connections.during(connection, this.#execute(connection, id, name, input));
  }

  async #execute(
    { who, portal: { broadcaster }, session }: Connection,
    commandId: string,
    name: string,
    input: unknown,
  ) {
    try {
      refuseLooker(session);
      if (this.#connections.closing) throw new Rejected('unavailable');
      const request = { portal: who.portal, member: who.member, commandId, name, input: plainJson(input) };
      await this.#house.limits.command(`${who.portal}/${who.member}`);
      const answer = await this.#commands.execute(new ExecuteCommand(request));
      broadcaster.answer(session, answer.sequence ?? answer.at, wireAnswer(answer));
    } catch (thrown) {
      if (!(thrown instanceof Rejected)) throw thrown;
      broadcaster.answer(session, null, refusedAnswer(commandId, thrown));
    }
  }

  @SubscribeMessage('query')
  async query(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<unknown> {
    const { name, input } = query.parse(plainJson(body));
    const { who, session } = this.#of(socket);
    refuseLooker(session);
    await this.#house.limits.command(`${who.portal}/${who.member}`);
    return (await this.#queries.execute(new ExecuteQuery(who, name, input ?? {}))).answer;
  }

  @SubscribeMessage('caught-up')
  async caughtUp(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<{ readonly token: string }> {
    caughtUp.parse(body ?? {});
    const { portal, session } = this.#of(socket);
    return { token: await portal.broadcaster.caughtUp(session) };
  }

  @SubscribeMessage('window')
  async window(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<{ readonly status: string }> {
    const asked = windowAsked.parse(plainJson(body));
    const { who, portal, session } = this.#of(socket);
    await this.#house.limits.command(`${who.portal}/${who.member}`);
    const opened = await portal.windows.open(session, asked);
    if (opened === 'limit-reached')
      throw new Rejected(opened, `Open at most ${mostWindows} windows on one connection.`);
    if (opened !== 'opened') throw new Rejected(opened);
    return { status: opened };
  }

  @SubscribeMessage('close-window')
  closeWindow(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): { readonly status: string } {
    const { window } = windowClosed.parse(plainJson(body));
    const { portal, session } = this.#of(socket);
    portal.windows.close(session, window);
    return { status: 'closed' };
  }

  @SubscribeMessage('watch-log')
  watchLog(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): { readonly status: string } {
    const { on } = watchLog.parse(plainJson(body));
    const { portal, session } = this.#of(socket);
    if (!portal.logWatch.watch(session, on)) throw new Rejected('forbidden');
    return { status: on ? 'watching' : 'not watching' };
  }

  @SubscribeMessage('presence')
  async presence(
    @ConnectedSocket() socket: Socket,
    @MessageBody() body: unknown,
  ): Promise<{ readonly status: 'placed' }> {
    const wish = presence.parse(plainJson(body));
    const { who, portal, session } = this.#of(socket);
    refuseLooker(session);
    await this.#house.limits.command(`${who.portal}/${who.member}`);
    const placed = await portal.presence.place(session, wish);
    if (placed === 'limit-reached')
      throw new Rejected(placed, `Be at no more than ${mostPlaces} records at once on one connection.`);
    if (placed !== 'placed') throw new Rejected(placed);
    return { status: placed };
  }

  /** A fresh token of the same session in the place of the old one; any other ends the connection. */
  @SubscribeMessage('token')
  async token(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<{ readonly status: string }> {
    const { token } = renewal.parse(plainJson(body));
    const connection = this.#of(socket);
    const claims = await this.#house.signIn.claimsOf(token);
    const { session, member, portal } = connection.who;
    if (claims?.session !== session || claims.member !== member || claims.portal !== portal) {
      this.#connections.bye(connection, 'unauthenticated');
      return { status: 'refused' };
    }
    connection.who = claims;
    return { status: 'renewed' };
  }

  /** When everybody was told bye and the doors are closed. */
  onApplicationShutdown(): void {
    this.#polling?.endAll();
  }

  /** Answers what was sent, then says bye to everybody. */
  bye(): Promise<void> {
    return this.#connections.closeAll();
  }

  /** Asked for every message: whoever is over by now is answered as if never welcomed. */
  #of(socket: Socket): Connection {
    const connection = this.#connections.of(socket);
    if (!connection || !this.#connections.acts(connection)) throw new Rejected('unauthenticated');
    return connection;
  }
}
