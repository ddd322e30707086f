# Genkan in a container: built in one stage, run in another without compilers, tests or development packages.
#
#   docker build -t genkan .
#   docker run -p 4400:4400 -v genkan:/data genkan                                   # the embedded database, one process
#   docker run -p 4400:4400 -e DATABASE_URL=... -e SECRET_KEY=... genkan             # a node on PostgreSQL
#
# Settings are those of docs/OPERATORS.md. Nothing secret is in the image; hand secrets over when it is run.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /build
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund \
  && npm run build \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/node-linux-* node_modules/.cache

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4400 DATA_DIR=/data
RUN mkdir /data && chown node:node /data
WORKDIR /app
COPY --from=build /build ./
USER node
VOLUME /data
EXPOSE 4400
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "apps/server/dist/cli/health.js"]
ENTRYPOINT ["node", "--enable-source-maps"]
CMD ["apps/server/dist/main.js"]
