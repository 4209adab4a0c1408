#include "appliance/agent/enrolment.h"

#include "appliance/base/log.h"

namespace gatehouse::agent {

using wire::CloseReason;

namespace {
constexpr std::chrono::seconds kAnswerWithin{20};
}

Enrolment::Enrolment(net::EventLoop& loop, Dial dial, wire::Enrol request, Done done,
                     std::optional<Backoff> backoff)
    : loop_(loop),
      dial_(std::move(dial)),
      request_(std::move(request)),
      done_(std::move(done)),
      backoff_(std::move(backoff)) {
  attempt();
}

void Enrolment::attempt() {
  conversation_ = std::make_unique<Conversation>(
      loop_, dial_, request_, kAnswerWithin,
      Conversation::Events{
          .record =
              [this](const wire::Record& record) {
                const auto done = std::move(done_);
                if (const auto* enrolled = std::get_if<wire::Enrolled>(&record))
                  return done(enrolled->certificate_pem);
                done(Error{
                    "The appliance answered the enrolment with something else; are the versions the same?"});
              },
          .over =
              [this](CloseReason reason, const std::string& words) {
                if (reason == CloseReason::bad_token || !backoff_) {
                  const auto done = std::move(done_);
                  return done(Error{words});
                }
                log::warning("agent", "enrolling did not work yet: " + words);
                retry_ = loop_.after(backoff_->next(), [this] { attempt(); });
              },
      });
}

}  // namespace gatehouse::agent
