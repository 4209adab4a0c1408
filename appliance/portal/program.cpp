#include "appliance/portal/program.h"

#include <fcntl.h>
#include <mbedtls/sha256.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>

#include "appliance/base/address.h"
#include "appliance/base/text.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"

namespace gatehouse::portal {

namespace {

// Sixty at a stroke, for a room full of new machines behind one address, then one in ten seconds.
constexpr auth::ThrottleRule kOften = {.free_tries = 60,
                                       .first_delay = std::chrono::seconds(5),
                                       .longest_delay = std::chrono::seconds(60),
                                       .forgotten_after = std::chrono::seconds(10),
                                       .most_keys = 1000};

Result<Program::Facts> read_facts(int file) {
  Program::Facts facts;
  mbedtls_sha256_context sum;
  mbedtls_sha256_init(&sum);
  int failed = mbedtls_sha256_starts(&sum, 0);
  std::array<unsigned char, 64 * 1024> piece;
  ssize_t got = 0;
  while (failed == 0 &&
         (got = ::pread(file, piece.data(), piece.size(), static_cast<off_t>(facts.bytes))) > 0) {
    failed = mbedtls_sha256_update(&sum, piece.data(), static_cast<std::size_t>(got));
    facts.bytes += static_cast<std::uint64_t>(got);
  }
  std::array<unsigned char, 32> digest{};
  if (failed == 0) failed = mbedtls_sha256_finish(&sum, digest.data());
  mbedtls_sha256_free(&sum);
  if (got < 0 || failed != 0 || facts.bytes == 0) return errno_error("the program's own file can't be read");
  facts.sha256 = hex(as_text(digest));
  return facts;
}

}  // namespace

Program::Program(const Clock& clock, const std::string& path)
    : file_(std::make_shared<const UniqueFd>(::open(path.c_str(), O_RDONLY | O_CLOEXEC))),
      often_(clock, kOften) {}

std::string Program::platform() {
#if defined(__x86_64__)
  return "linux-x86_64";
#elif defined(__aarch64__)
  return "linux-aarch64";
#elif defined(__arm__)
  return "linux-armv7l";
#else
  return "linux-other";
#endif
}

std::vector<std::string> Program::machines() {
  // A 32-bit Raspberry Pi OS may have a 64-bit kernel.
  if (platform() == "linux-armv7l") return {"armv7l", "armv8l", "aarch64"};
  return {platform().substr(6)};
}

Result<Program::Facts> Program::facts() {
  const std::lock_guard lock(mutex_);
  if (facts_) return *facts_;
  auto facts = read_facts(file_->get());
  if (facts) facts_ = *facts;
  return facts;
}

std::variant<http::FileBody, std::chrono::seconds> Program::fetch(const std::string& address) {
  const std::string key = address_key(address);
  {
    const std::lock_guard lock(places_->mutex);
    if (places_->taken >= kAtOnce || places_->by_address[key] >= kAtOnceFromOne) {
      if (places_->by_address[key] == 0) places_->by_address.erase(key);
      return std::chrono::seconds(0);
    }
    if (const auto wait = often_.begin(key); wait.count() > 0) {
      if (places_->by_address[key] == 0) places_->by_address.erase(key);
      return wait;
    }
    ++places_->taken;
    ++places_->by_address[key];
  }
  std::shared_ptr<void> place(nullptr, [places = places_, key](void*) {
    const std::lock_guard lock(places->mutex);
    --places->taken;
    if (--places->by_address[key] == 0) places->by_address.erase(key);
  });
  const auto known = facts();
  return http::FileBody{file_, known ? known->bytes : 0, std::move(place)};
}

namespace handlers {

http::Response get_program(Context& context) {
  const auto facts = context.services.program.facts();
  if (!facts) return store_failed(facts.error());
  return json_response(200, {{"version", context.services.options.version},
                             {"platform", Program::platform()},
                             {"machines", Program::machines()},
                             {"bytes", facts->bytes},
                             {"sha256", facts->sha256},
                             {"path", "/download/" + Program::file_name()},
                             {"servers", context.services.needs.servers_for_others()}});
}

http::Response download_program(Context& context) {
  const std::string& name = context.parameters.find("file")->second;
  if (name != Program::file_name()) {
    if (!name.starts_with("gatehouse-")) return not_found();
    return to_response(
        {404, "other_platform",
         "This appliance gives out its own program only, for " + Program::platform() +
             ". For another kind of machine, build Gatehouse on one of that kind (README) and run "
             "'gatehouse install' there."});
  }
  auto fetched = context.services.program.fetch(context.request.remote_address);
  if (const auto* wait = std::get_if<std::chrono::seconds>(&fetched)) {
    const bool places = wait->count() == 0;
    return to_response({503,
                        "too_many_downloads",
                        places
                            ? "Others are fetching the program right now. Try again in a moment."
                            : "The program was fetched from this address very often. Try again in a moment.",
                        {},
                        places ? 3 : static_cast<int>(wait->count())});
  }
  auto& body = std::get<http::FileBody>(fetched);
  if (body.size == 0) return store_failed(Error{"the program's own file can't be read"});
  http::Response response;
  response.headers = {{"Content-Type", "application/octet-stream"},
                      {"Content-Disposition", "attachment; filename=\"gatehouse\""}};
  response.file = std::move(body);
  return response;
}

}  // namespace handlers

}  // namespace gatehouse::portal
