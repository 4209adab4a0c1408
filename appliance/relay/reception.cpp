#include "appliance/relay/reception.h"

#include <string>
#include <vector>

#include "appliance/base/address.h"

namespace gatehouse::relay {

using wire::CloseReason;

struct Reception::Arrival {
  std::unique_ptr<net::TlsStream> stream;
  std::string address;  // as limits count it
  SteadyTime deadline;
  wire::RecordReader reader{};
  bool spoke = false;  // the first record came; the peer waits for an answer
  wire::Hello hello{};
};

Reception::Reception(const Clock& clock, const RelayLimits& limits, ArrivalNeeds& needs,
                     net::ClosingStreams& closing, Events events)
    : clock_(clock), limits_(limits), needs_(needs), closing_(closing), events_(std::move(events)) {}

Reception::~Reception() = default;

void Reception::accept(std::unique_ptr<net::TlsStream> stream) {
  const std::string address = address_key(stream->peer().ip);
  make_room(address);
  const Number number = ++last_;
  net::TlsStream& arrived = *stream;
  arrivals_.emplace(number, std::make_unique<Arrival>(
                                Arrival{std::move(stream), address, clock_.steady() + limits_.first_record}));
  arrived.start({
      .data = [this, number](ByteView data) { received(number, data); },
      .drained = [] {},
      .closed = [this, number](std::optional<Error>) { arrivals_.erase(number); },
  });
}

// Their places in FrontEndLimits are held as well: who is silent shuts out nobody who has something to say.
void Reception::make_room(const std::string& address) {
  if (arrivals_.size() >= limits_.strangers) refuse(arrivals_.begin()->first, CloseReason::busy);
  std::size_t silent = 0;
  std::optional<Number> oldest;
  for (const auto& [number, arrival] : arrivals_) {
    const bool is_known = !arrival->stream->peer_fingerprint().empty();  // its certificate is one of ours
    if (arrival->spoke || is_known || arrival->address != address) continue;
    if (!oldest) oldest = number;
    ++silent;
  }
  if (silent >= limits_.silent_per_address) refuse(*oldest, CloseReason::busy);
}

void Reception::received(Number number, ByteView data) {
  Arrival& arrival = *arrivals_.at(number);
  arrival.reader.feed(data);
  const auto record = arrival.reader.next();
  if (arrival.reader.broken() || arrival.spoke) return refuse(number, CloseReason::protocol_error);
  if (!record) return;
  // The peer waits for an answer to its first record: nothing follows it.
  if (!arrival.reader.take_rest().empty()) return refuse(number, CloseReason::protocol_error);
  arrival.spoke = true;
  first_record(number, *record);
}

void Reception::first_record(Number number, const wire::Record& record) {
  Arrival& arrival = *arrivals_.at(number);
  const auto speaks_our_version = [&](std::uint16_t version) {
    if (version == wire::kVersion) return true;
    refuse(number, CloseReason::protocol_error,
           "This appliance speaks version " + std::to_string(wire::kVersion) +
               " of the protocol; update this program.");
    return false;
  };
  if (const auto* request = std::get_if<wire::Enrol>(&record)) {
    if (speaks_our_version(request->version)) enrol(number, *request);
  } else if (const auto* hello = std::get_if<wire::Hello>(&record)) {
    if (!speaks_our_version(hello->version)) return;
    arrival.hello = *hello;
    identify(number);
  } else if (const auto* join = std::get_if<wire::Join>(&record)) {
    if (!speaks_our_version(join->version)) return;
    if (arrival.stream->peer_fingerprint().empty()) return refuse(number, CloseReason::unknown_device);
    events_.join(take(number), *join);
  } else if (const auto* view = std::get_if<wire::View>(&record)) {
    if (speaks_our_version(view->version)) events_.view(take(number), *view);
  } else if (const auto* node = std::get_if<wire::Node>(&record)) {
    if (!speaks_our_version(node->version)) return;
    if (arrival.stream->peer_fingerprint().empty()) return refuse(number, CloseReason::unknown_device);
    events_.node(take(number), *node);
  } else {
    refuse(number, CloseReason::protocol_error);
  }
}

void Reception::enrol(Number number, const wire::Enrol& request) {
  const auto answer =
      while_here<Result<Needs::Enrolled>>(number, [this, number](Arrival& arrival, auto enrolled) {
        if (!enrolled) return refuse(number, CloseReason::bad_token, enrolled.error().message);
        arrival.stream->write(wire::encode(wire::Enrolled{enrolled->device, enrolled->certificate_pem}));
        closing_.add(take(number));
        events_.enrolled();
      });
  needs_.enrol(request, arrivals_.at(number)->stream->peer().ip, answer);
}

void Reception::identify(Number number) {
  const std::string& fingerprint = arrivals_.at(number)->stream->peer_fingerprint();
  if (fingerprint.empty()) return refuse(number, CloseReason::unknown_device);
  const auto answer = while_here<std::optional<Needs::Identity>>(
      number, [this, number, asked_at = identities_](Arrival& arrival, auto identity) {
        if (asked_at != identities_) return identify(number);
        if (!identity) return refuse(number, CloseReason::unknown_device);
        const wire::Hello hello = std::move(arrival.hello);
        arrival.stream->leave_limits();
        events_.hello(take(number), std::move(*identity), hello);
      });
  needs_.identify(fingerprint, answer);
}

template <class Answer>
std::function<void(Answer)> Reception::while_here(Number number, std::function<void(Arrival&, Answer)> task) {
  return [here = std::weak_ptr(self_), number, task = std::move(task)](Answer answer) {
    const auto self = here.lock();
    if (!self) return;
    const auto found = (*self)->arrivals_.find(number);
    if (found != (*self)->arrivals_.end()) task(*found->second, std::move(answer));
  };
}

std::unique_ptr<net::TlsStream> Reception::take(Number number) {
  auto stream = std::move(arrivals_.at(number)->stream);
  arrivals_.erase(number);
  return stream;
}

void Reception::refuse(Number number, CloseReason reason, std::string_view words) {
  refuse(take(number), reason, words);
}

void Reception::refuse(std::unique_ptr<net::TlsStream> stream, CloseReason reason, std::string_view words) {
  dismiss(std::move(stream), reason, words);
  events_.refused(reason);
}

void Reception::dismiss(std::unique_ptr<net::TlsStream> stream, CloseReason reason, std::string_view words) {
  if (words.empty()) words = wire::close_reason_words(reason);
  stream->write(wire::encode(wire::Goodbye{reason, std::string(words)}));
  closing_.add(std::move(stream));
}

void Reception::tick() {
  std::vector<Number> late;
  for (const auto& [number, arrival] : arrivals_) {
    if (clock_.steady() >= arrival->deadline) late.push_back(number);
  }
  for (const Number number : late) refuse(number, CloseReason::timed_out);
}

void Reception::refuse_all(CloseReason reason) {
  while (!arrivals_.empty()) refuse(arrivals_.begin()->first, reason);
}

}  // namespace gatehouse::relay
