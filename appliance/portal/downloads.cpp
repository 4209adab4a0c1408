#include "appliance/portal/downloads.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>

#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/portal/problem.h"

namespace gatehouse::portal {
namespace {

constexpr std::size_t kTogether = 64 * 1024;

http::Response no_room(const Error& error) {
  log::error("portal", error.message);
  return to_response(
      {507, "no_room", "The appliance's disk has no room for this. Choose less, or make room."});
}

}  // namespace

void Downloads::Writer::add(std::string_view text) {
  waiting_ += text;
  if (waiting_.size() >= kTogether) flush();
}

void Downloads::Writer::flush() {
  std::string_view rest = waiting_;
  while (!rest.empty() && state_) {
    const ssize_t written = ::write(file_.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      state_ = errno_error("cannot write what is to be downloaded");
      break;
    }
    size_ += static_cast<std::uint64_t>(written);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  waiting_.clear();
}

std::shared_ptr<void> Downloads::place_for(const db::User& user) {
  const std::lock_guard lock(places_->mutex);
  auto& taken = places_->taken;
  const auto [first, last] = taken.equal_range(user.organization);
  const auto by_user = std::count_if(first, last, [&](const auto& one) { return one.second == user.id; });
  if (taken.size() >= kAtOnce || std::distance(first, last) >= kOfOrganization || by_user >= kOfUser)
    return {};
  const auto own = taken.emplace(user.organization, user.id);
  return {this, [places = places_, own](void*) {
            const std::lock_guard again(places->mutex);
            places->taken.erase(own);
          }};
}

http::Response Downloads::make(const db::User& user, const Kind& kind,
                               const std::function<Result<void>(Writer&)>& fill) {
  auto place = place_for(user);
  if (!place) {
    return to_response(
        {503, "too_many_downloads", "Too much is being downloaded right now. Try again in a moment.", {}, 5});
  }
  auto file = nameless_file(directory_);
  if (!file) return no_room(file.error());
  auto shared = std::make_shared<const UniqueFd>(*std::move(file));
  Writer writer(*shared);
  if (const auto filled = fill(writer); !filled) return store_failed(filled.error());
  writer.flush();
  if (!writer.state_) return no_room(writer.state_.error());
  http::Response response;
  response.headers = {{"Content-Type", std::string(kind.content_type)},
                      {"Content-Disposition", "attachment; filename=\"" + kind.file_name + "\""}};
  response.file = http::FileBody{std::move(shared), writer.size_, std::move(place)};
  return response;
}

}  // namespace gatehouse::portal
