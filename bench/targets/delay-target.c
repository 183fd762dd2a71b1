/*
 * A target with known delays, and its own truth about them.
 *
 * One thread answers HTTP/1.1 over keep-alive connections: any path and method, bodies by content-length. Each request is
 * read, time-stamped, and answered after a fixed delay: `--hit-us` for nine of ten, `--miss-us` for the others. Which is
 * which is decided by a hash of the request's number, so that every client gets both classes in the same share and none
 * can foresee them. With a delay of 0 the answer is written at once.
 *
 * Truth: for each class, how long each request took from the return of the epoll_wait that announced it to the
 * return of the write of its answer, counted exactly in buckets of 1 µs (longer than 2 s counts as 2 s).
 *
 *   GET  /truth                  percentiles and a sparse histogram of each class and of all, as JSON
 *   POST /truth/reset?after=N    forgets them, and does not count the next N requests (a client's warm-up)
 *
 * Neither is counted itself. `after` is the one way to count exactly what a client measures.
 *
 * Freeze: with `--freeze-every-ms` and `--freeze-ms` no answer is written in the first part of every period; requests
 * are read and time-stamped as always, so the truth has the wait in it, as a user would see it.
 *
 * Timing: requests of a class fall due in the order in which they came, so two queues replace a heap. Between two due times
 * the thread sleeps in epoll_pwait2 with a time-out that ends `spinNanos` early, and polls for the rest: a core is
 * polled on for at most that long per due time, and sleeps otherwise.
 *
 *   cc -O2 -o delay-target delay-target.c
 *   ./delay-target --hit-us 5000 --miss-us 60000
 *
 * It listens on 127.0.0.1 on a free port, prints `port N`, and ends when its standard input is closed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HIT, MISS, CLASSES };
enum { MAX_FDS = 65536, MAX_EVENTS = 512, HEAD_LIMIT = 16384, TRUTH_LIMIT_US = 2000000, MOST_IN_A_TURN = 64 };

static const int64_t spinNanos = 60000;
static const int64_t never = INT64_MAX;

typedef struct {
  char *head;          /* bytes of an unfinished head; only allocated when one was split */
  uint32_t headLength;
  int64_t bodyLeft;    /* body bytes still to be read and thrown away */
  uint32_t generation; /* changes when the number of the file is used anew */
} Connection;

typedef struct {
  int64_t readAt, dueAt;
  int fd;
  uint32_t generation;
  char counted;
} Reply;

/** Requests of a class, in the order in which they fall due. */
typedef struct {
  Reply *ring;
  uint32_t capacity, first, count;
  int64_t delayNanos;
} Queue;

static Connection connections[MAX_FDS];
static Queue queues[CLASSES];
static uint32_t *truth[CLASSES];
static int highest[CLASSES]; /* the highest bucket in use */
static char *answers[CLASSES];
static size_t answerLengths[CLASSES];
static uint64_t requestNumber, uncounted, missesPer1000 = 100;
static int64_t freezeEveryNanos, freezeNanos, startedAt;
static int epollFd;

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

/* ---- answers ---------------------------------------------------------------------------------------------------- */

static void buildAnswer(int class) {
  static const char *body =
      "{\"answer\":\"Stored cardholder data is protected by strong cryptography, and keys are kept apart from the data "
      "that they protect. Access is limited to those who need it, and every access is logged and reviewed daily.\","
      "\"citations\":[{\"source\":\"PCI DSS 4.0\",\"page\":12,\"relevance\":0.93,\"text\":\"Requirement 3.5: primary "
      "account numbers are secured wherever they are stored.\",\"author\":\"PCI SSC\",\"year\":2022}],"
      "\"confidence\":0.85,\"doc_id\":\"doc_1\",\"question\":\"How is stored cardholder data protected?\","
      "\"processing_time_ms\":%s,\"cache_hit\":%s,\"pipeline\":{\"pattern\":\"%s\",\"steps\":[\"cache\",\"analysis\"],"
      "\"mrap_executed\":true,\"performance\":{\"cache_ms\":0,\"neural_ms\":%s,\"consensus_ms\":%s,\"total_ms\":%s}},"
      "\"consensus\":{\"validated\":true,\"threshold\":0.67,\"agreement_percentage\":85.0,\"byzantine_count\":0},"
      "\"intent\":{\"intent_type\":\"factual_question\",\"confidence\":0.5,\"parameters\":{}}}";
  char text[2048];
  int hit = class == HIT;
  snprintf(text, sizeof text, body, hit ? "5" : "60", hit ? "true" : "false", hit ? "Cache_Hit" : "Full_Path",
           hit ? "null" : "40", hit ? "null" : "15", hit ? "5" : "60");
  answerLengths[class] = asprintf(&answers[class],
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\nConnection: keep-alive\r\n\r\n%s",
      strlen(text), text);
}

/** Writes all of a text; an answer fits into the send buffer. A client that reads nothing for 0.1 s is given up. */
static int writeAll(int fd, const char *text, size_t length) {
  for (int tries = 0; length > 0 && tries < 1000; tries++) {
    ssize_t wrote = send(fd, text, length, MSG_NOSIGNAL);
    if (wrote > 0) text += wrote, length -= wrote, tries = 0;
    else if (errno == EAGAIN) usleep(100);
    else if (errno != EINTR) return 0;
  }
  return length == 0;
}

/* ---- connections ------------------------------------------------------------------------------------------------ */

static void drop(int fd) {
  Connection *c = &connections[fd];
  free(c->head);
  *c = (Connection){.generation = c->generation + 1};
  close(fd);
}

static void acceptAll(int listener) {
  for (;;) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    if (fd >= MAX_FDS) { close(fd); continue; }
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(epollFd, EPOLL_CTL_ADD, fd, &event) < 0) fail("epoll_ctl");
  }
}

/* ---- truth ------------------------------------------------------------------------------------------------------ */

static void count(int class, int64_t nanos) {
  int64_t micros = nanos / 1000 > TRUTH_LIMIT_US ? TRUTH_LIMIT_US : nanos / 1000;
  truth[class][micros]++;
  if (micros > highest[class]) highest[class] = micros;
}

/** Prints the figures of the classes `from` to `to` taken together; a percentile is the value of rank ceil(q·n). */
static void printTruth(FILE *out, const char *name, int from, int to) {
  static const double shares[] = {0.5, 0.95, 0.99, 0.999};
  static const char *names[] = {"p50", "p95", "p99", "p99.9"};
  uint64_t total = 0, seen = 0;
  int top = highest[from] > highest[to] ? highest[from] : highest[to];
  for (int class = from; class <= to; class++)
    for (int i = 0; i <= top; i++) total += truth[class][i];
  fprintf(out, "\"%s\":{\"count\":%lu", name, total);
  if (total > 0) fprintf(out, ",\"max\":%d", top);
  for (int i = 0, q = 0; i <= top && q < 4 && total > 0; i++) {
    for (int class = from; class <= to; class++) seen += truth[class][i];
    while (q < 4 && seen >= shares[q] * total) fprintf(out, ",\"%s\":%d", names[q++], i);
  }
  fprintf(out, ",\"histogram\":[");
  const char *comma = "";
  for (int i = 0; i <= top && from == to; i++) {
    if (truth[from][i] == 0) continue;
    fprintf(out, "%s[%d,%u]", comma, i, truth[from][i]);
    comma = ",";
  }
  fprintf(out, "]}");
}

static void sendTruth(int fd) {
  char *text = NULL, *reply = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  fprintf(out, "{");
  printTruth(out, "hit", HIT, HIT);
  fprintf(out, ",");
  printTruth(out, "miss", MISS, MISS);
  fprintf(out, ",");
  printTruth(out, "all", HIT, MISS);
  fprintf(out, "}");
  fclose(out);
  int size = asprintf(&reply, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                      length, text);
  writeAll(fd, reply, size);
  free(text), free(reply);
}

static void resetTruth(int fd, const char *path) {
  const char *after = strstr(path, "after=");
  for (int class = 0; class < CLASSES; class++) {
    memset(truth[class], 0, (highest[class] + 1) * sizeof(uint32_t));
    highest[class] = 0;
  }
  uncounted = after ? strtoull(after + 6, NULL, 10) : 0;
  static const char reply[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  writeAll(fd, reply, sizeof reply - 1);
}

/* ---- requests --------------------------------------------------------------------------------------------------- */

/** A hash spreads the misses evenly and unforeseeably; the same request number is always of the same class. */
static int classOf(uint64_t number) {
  uint64_t x = number * 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return (x ^ (x >> 31)) % 1000 < missesPer1000 ? MISS : HIT;
}

static void push(Queue *queue, Reply reply) {
  if (queue->count == queue->capacity) {
    uint32_t grown = queue->capacity ? queue->capacity * 2 : 4096;
    Reply *ring = malloc(grown * sizeof *ring);
    if (!ring) fail("malloc");
    for (uint32_t i = 0; i < queue->count; i++) ring[i] = queue->ring[(queue->first + i) % queue->capacity];
    free(queue->ring);
    queue->ring = ring, queue->capacity = grown, queue->first = 0;
  }
  queue->ring[(queue->first + queue->count++) % queue->capacity] = reply;
}

/** Answers one request of a class and records how long it took since it was read. */
static void answer(int class, const Reply *reply) {
  if (connections[reply->fd].generation != reply->generation) return;
  int sent = writeAll(reply->fd, answers[class], answerLengths[class]);
  if (!sent) drop(reply->fd);
  else if (reply->counted) count(class, now() - reply->readAt);
}

static void take(int fd, int64_t readAt) {
  int class = classOf(requestNumber++);
  Queue *queue = &queues[class];
  Reply reply = {readAt, readAt + queue->delayNanos, fd, connections[fd].generation, uncounted == 0};
  if (uncounted > 0) uncounted--;
  if (queue->delayNanos == 0 && freezeNanos == 0) answer(class, &reply);
  else push(queue, reply);
}

static int64_t contentLength(const char *head) {
  for (const char *line = strchr(head, '\n'); line; line = strchr(line + 1, '\n'))
    if (strncasecmp(line + 1, "content-length:", 15) == 0) return strtoll(line + 16, NULL, 10);
  return 0;
}

/** Handles all of a text: heads, bodies, and the beginning of a head, which is kept. 0: this is no request. */
static int consume(int fd, char *text, size_t length, int64_t readAt) {
  Connection *c = &connections[fd];
  uint32_t generation = c->generation;
  while (length > 0 && c->generation == generation) {
    if (c->bodyLeft > 0) {
      size_t skipped = length < (size_t)c->bodyLeft ? length : (size_t)c->bodyLeft;
      text += skipped, length -= skipped, c->bodyLeft -= skipped;
      if (c->bodyLeft == 0) take(fd, readAt);
      continue;
    }
    char *end = memmem(text, length, "\r\n\r\n", 4);
    if (!end) {
      if (length > HEAD_LIMIT) return 0;
      char *kept = malloc(length);
      if (!kept) fail("malloc");
      memcpy(kept, text, length);
      free(c->head);
      c->head = kept, c->headLength = length;
      return 1;
    }
    end[2] = 0;
    size_t used = end + 4 - text;
    if (strncmp(text, "GET /truth ", 11) == 0) sendTruth(fd);
    else if (strncmp(text, "POST /truth/reset", 17) == 0) resetTruth(fd, text);
    else if ((c->bodyLeft = contentLength(text)) == 0) take(fd, readAt);
    text += used, length -= used;
  }
  return 1;
}

static void readFrom(int fd, int64_t readAt) {
  static char buffer[HEAD_LIMIT + 65536];
  Connection *c = &connections[fd];
  size_t kept = c->headLength;
  if (kept > 0) memcpy(buffer, c->head, kept);
  c->headLength = 0;
  ssize_t got = recv(fd, buffer + kept, sizeof buffer - kept, 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) { c->headLength = kept; return; }
  if (got <= 0 || !consume(fd, buffer, kept + got, readAt)) drop(fd);
}

/* ---- time ------------------------------------------------------------------------------------------------------- */

/** When answers may be written again: now, or the end of the freeze that holds at `at`. */
static int64_t thawAt(int64_t at) {
  if (freezeEveryNanos == 0) return at;
  int64_t phase = (at - startedAt) % freezeEveryNanos;
  return phase < freezeNanos ? at - phase + freezeNanos : at;
}

/** Answers what is due, in turns, so that requests are read in time during a burst; returns when the next answer is due. */
static int64_t answerDue(void) {
  for (int answered = 0;; answered++) {
    int64_t at = now();
    if (answered == MOST_IN_A_TURN) return at;
    if (thawAt(at) > at) return thawAt(at);
    int first = queues[HIT].count == 0 ? MISS
              : queues[MISS].count == 0 ? HIT
              : queues[HIT].ring[queues[HIT].first].dueAt <= queues[MISS].ring[queues[MISS].first].dueAt ? HIT : MISS;
    Queue *queue = &queues[first];
    if (queue->count == 0) return never;
    Reply reply = queue->ring[queue->first];
    if (reply.dueAt > at) return thawAt(reply.dueAt);
    queue->first = (queue->first + 1) % queue->capacity, queue->count--;
    answer(first, &reply);
  }
}

/** Waits for requests until shortly before `until`, then only looks whether there are any. */
static int waitForEvents(struct epoll_event *events, int64_t until) {
  if (until == never) return epoll_pwait2(epollFd, events, MAX_EVENTS, NULL, NULL);
  int64_t left = until - now() - spinNanos;
  if (left < 0) left = 0;
  struct timespec timeout = {left / 1000000000, left % 1000000000};
  return epoll_pwait2(epollFd, events, MAX_EVENTS, &timeout, NULL);
}

static int listenOn(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 16384) < 0) fail("listen");
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

static int64_t flagOf(int argc, char **argv, const char *name, int64_t otherwise) {
  for (int i = 1; i + 1 < argc; i++)
    if (strcmp(argv[i], name) == 0) return strtoll(argv[i + 1], NULL, 10);
  return otherwise;
}

int main(int argc, char **argv) {
  queues[HIT].delayNanos = flagOf(argc, argv, "--hit-us", 5000) * 1000;
  queues[MISS].delayNanos = flagOf(argc, argv, "--miss-us", 60000) * 1000;
  missesPer1000 = flagOf(argc, argv, "--misses-per-1000", 100);
  freezeEveryNanos = flagOf(argc, argv, "--freeze-every-ms", 0) * 1000000;
  freezeNanos = freezeEveryNanos == 0 ? 0 : flagOf(argc, argv, "--freeze-ms", 200) * 1000000;
  prctl(PR_SET_TIMERSLACK, 1);
  for (int class = 0; class < CLASSES; class++) {
    buildAnswer(class);
    truth[class] = calloc(TRUTH_LIMIT_US + 1, sizeof(uint32_t));
    if (!truth[class]) fail("calloc");
  }
  epollFd = epoll_create1(EPOLL_CLOEXEC);
  int listener = listenOn(flagOf(argc, argv, "--port", 0));
  struct epoll_event events[MAX_EVENTS], listening = {.events = EPOLLIN, .data.fd = listener},
                     input = {.events = EPOLLIN, .data.fd = STDIN_FILENO};
  epoll_ctl(epollFd, EPOLL_CTL_ADD, listener, &listening);
  if (epoll_ctl(epollFd, EPOLL_CTL_ADD, STDIN_FILENO, &input) < 0) fail("standard input must be a pipe");
  startedAt = now();
  int64_t until = never;
  for (;;) {
    int ready = waitForEvents(events, until);
    int64_t readAt = now();
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      char rest[64];
      if (fd == listener) acceptAll(listener);
      else if (fd != STDIN_FILENO) readFrom(fd, readAt);
      else if (read(STDIN_FILENO, rest, sizeof rest) <= 0) return 0;
    }
    until = answerDue();
  }
}
