#include "appliance/net/http_link.h"

#include <sys/socket.h>

#include "appliance/base/address.h"
#include "appliance/net/canned_answer.h"

namespace gatehouse::net {
namespace {

// What every connection may hold of a request without asking: a head, and a body as small as most are.
constexpr std::size_t kOwnBody = 16 * 1024;
// A body gets this much longer for each so many bytes.
constexpr std::uint64_t kBodyPiece = 32 * 1024;
constexpr std::chrono::seconds kForEachPiece{1};

}  // namespace

HttpLink::HttpLink(const Desk& desk, std::unique_ptr<TlsConnection> browser, std::function<void()> gone)
    : desk_(desk),
      peer_(browser->peer()),
      key_(address_key(peer_.ip)),
      gone_(std::move(gone)),
      reader_(desk.limits.head_bytes, desk.limits.body_bytes),
      memory_(desk.bodies, key_),
      browser_(std::move(browser)) {
  enter(Stage::idle);
  browser_->start({
      .data = [this](ByteView data) { received(data); },
      .drained =
          [this] {
            blocked_since_.reset();
            if (server_) return server_->resume_reading();
            if (stage_ == Stage::idle) go_on();
          },
      .closed = [this](std::optional<Error>) { end(); },
  });
}

void HttpLink::enter(Stage stage) {
  const FrontEndLimits& limits = desk_.limits;
  stage_ = stage;
  since_ = std::chrono::steady_clock::now();
  std::optional<std::chrono::milliseconds> allowed;
  if (stage == Stage::idle) allowed = first_ ? limits.head_deadline : limits.idle_deadline;
  if (stage == Stage::head) allowed = limits.head_deadline;
  if (stage == Stage::body)
    allowed = limits.body_deadline + kForEachPiece * (reader_.head().body_bytes / kBodyPiece);
  if (stage == Stage::waiting) allowed = limits.turn_deadline;
  deadline_.reset();
  if (allowed) deadline_ = desk_.loop.after(*allowed, [this] { too_late(); });
}

std::optional<SteadyTime> HttpLink::silent_since() const {
  const bool silent =
      stage_ == Stage::idle || stage_ == Stage::head || stage_ == Stage::body || stage_ == Stage::closing;
  return silent ? std::optional(since_) : std::nullopt;
}

void HttpLink::received(ByteView data) {
  if (stage_ == Stage::closing) return;
  reader_.feed(data);
  advance();
}

void HttpLink::advance() {
  using State = RequestReader::State;
  const State state = reader_.state();
  if (state == State::refused) {
    ++desk_.counters.heads_refused;
    return refuse(reader_.refusal());
  }
  const std::size_t own = desk_.limits.head_bytes + kOwnBody;
  if (!memory_.hold(reader_.held() > own ? reader_.held() - own : 0)) {
    ++desk_.counters.refused_busy;
    return refuse(503);
  }
  if (state == State::head && stage_ == Stage::idle) enter(Stage::head);
  if ((state == State::body || state == State::whole) && !accept_head()) return;
  if (state != State::whole) return;
  browser_->pause_reading();
  enter(Stage::waiting);
  turn_ = desk_.turns->ask(key_, [this] { hand_over(); });
}

// Once a request, as soon as its head is known.
bool HttpLink::accept_head() {
  if (std::exchange(head_accepted_, true)) return true;
  first_ = false;
  closes_ = !reader_.head().keeps_alive;
  if (!desk_.hosts.has(reader_.head().host)) {
    ++desk_.counters.heads_refused;
    refuse(421);
    return false;
  }
  enter(Stage::body);
  if (reader_.head().expects_continue && reader_.state() == RequestReader::State::body)
    write(as_bytes("HTTP/1.1 100 Continue\r\n\r\n"));
  return true;
}

// Browsers open connections ahead of need; an answer to a question that was not asked would confuse them.
void HttpLink::too_late() {
  if (stage_ == Stage::idle) return close();
  ++(stage_ == Stage::waiting ? desk_.counters.refused_address : desk_.counters.heads_refused);
  refuse(stage_ == Stage::waiting ? 503 : 408);
}

void HttpLink::hand_over() {
  int ends[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    log::write(log::Level::warning, "net", errno_error("no socket pair for a request").message, desk_.logged);
    return refuse(503);
  }
  UniqueFd ours(ends[0]), theirs(ends[1]);
  worker_ = desk_.hand_over(std::move(theirs), peer_);
  if (!worker_) {
    ++desk_.counters.refused_busy;
    return say(503);
  }
  enter(Stage::answering);
  answer_ = AnswerReader(reader_.head().method == "HEAD");
  answer_begun_ = false;
  server_ = stream_over(desk_.loop, std::move(ours));
  server_->write(reader_.request());
  server_->start({
      .data = [this](ByteView data) { answered(data); },
      .drained = nullptr,
      .closed = [this](std::optional<Error>) { server_over(); },
  });
}

void HttpLink::answered(ByteView data) {
  using State = AnswerReader::State;
  const AnswerReader::Part part = answer_.feed(data);
  const State state = answer_.state();
  if (state == State::broken) return server_over();
  if (!part.head.empty()) {
    answer_begun_ = true;
    closes_ = closes_ || draining_ || answer_.closes() || state == State::open_ended;
    write(closes_ && state != State::upgraded ? with_connection_close(part.head) : part.head);
  }
  if (state == State::upgraded) return upgrade(part.body);
  write(part.body);
  if (state == State::whole) return answer_sent();
  if (browser_->pending() > Stream::kHighWater) {
    server_->pause_reading();
    if (!blocked_since_) blocked_since_ = std::chrono::steady_clock::now();
  }
}

void HttpLink::server_over() {
  if (!answer_begun_) return refuse(502);
  close();
}

void HttpLink::answer_sent() {
  server_.reset();
  worker_.reset();
  turn_.reset();
  memory_.hold(0);
  blocked_since_.reset();
  if (closes_ || draining_) return close();
  head_accepted_ = false;
  reader_.next();
  enter(Stage::idle);
  // Who asks on and on and takes little waits here, with `drained`.
  if (browser_->pending() <= Stream::kHighWater) go_on();
}

void HttpLink::go_on() {
  advance();
  if (stage_ == Stage::idle || stage_ == Stage::head || stage_ == Stage::body) browser_->resume_reading();
}

// What the browser sent behind its request was for the new protocol.
void HttpLink::upgrade(ByteView first_bytes) {
  enter(Stage::upgraded);
  browser_->write(first_bytes);
  server_->write(reader_.take_rest());
  memory_.hold(0);
  watch_.reset();
  turn_.reset();
  splice_ = std::make_unique<Splice>(std::move(browser_), std::move(server_), nullptr, [this] { end(); });
}

// In place of the server; the request was read whole, so another may follow.
void HttpLink::say(int status) {
  write(as_bytes(canned_answer(status, closes_ || draining_, reader_.head().method != "HEAD")));
  answer_sent();
}

void HttpLink::refuse(int status) {
  write(as_bytes(canned_answer(status, true)));
  close();
}

void HttpLink::write(ByteView data) {
  const std::size_t before = browser_->pending();
  browser_->write(data);
  queued_ += static_cast<std::int64_t>(browser_->pending() - before);
  if (!watch_ && !data.empty()) watch_reading();
}

// A browser that asks and takes nothing of the answer holds memory, and maybe a thread.
void HttpLink::watch_reading() {
  watch_ = desk_.loop.after(desk_.limits.unread_deadline, [this, before = taken()] {
    if (browser_->unacknowledged() == 0) return watch_.reset();
    if (taken() != before) return watch_reading();
    ++desk_.counters.unread_answers;
    end();
  });
}

void HttpLink::drain() {
  draining_ = true;
  if (stage_ == Stage::idle || stage_ == Stage::head || stage_ == Stage::body) close();
}

void HttpLink::close() {
  enter(Stage::closing);
  server_.reset();
  worker_.reset();
  turn_.reset();
  reader_.reset();
  memory_.hold(0);
  blocked_since_.reset();
  watch_.reset();
  browser_->close();
}

void HttpLink::end() {
  const auto gone = std::move(gone_);
  if (gone) gone();
}

}  // namespace gatehouse::net
