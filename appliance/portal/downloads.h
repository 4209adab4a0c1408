// Lists that are too long for an answer in memory: written to a file without a name first, and sent from there. Any
// thread.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "appliance/http/server.h"
#include "db/records.h"

namespace gatehouse::portal {

class Downloads {
 public:
  // Each takes room on the disk, and a thread until it is sent. Nobody can take the places of all others.
  static constexpr int kAtOnce = 24, kOfOrganization = 8, kOfUser = 2;

  // Takes text; what went wrong while it was written is remembered until the end.
  class Writer {
   public:
    explicit Writer(const UniqueFd& file) : file_(file) {}
    void add(std::string_view text);

   private:
    friend class Downloads;
    void flush();

    const UniqueFd& file_;
    std::string waiting_;
    std::uint64_t size_ = 0;
    Result<void> state_ = {};
  };

  struct Kind {
    std::string_view content_type;
    std::string file_name;  // that the browser saves it under: letters, digits, "-" and "."
  };

  // `directory`: where there is room.
  explicit Downloads(std::string directory) : directory_(std::move(directory)) {}

  // The answer with what `fill` wrote for `user`; 503 when too many are under way, 507 when the disk has no room.
  http::Response make(const db::User& user, const Kind& kind,
                      const std::function<Result<void>(Writer&)>& fill);

 private:
  const std::string directory_;
  // Who takes a place until it is sent, which may be after this is gone.
  struct Places {
    std::mutex mutex;  // guards what follows
    std::multimap<db::OrganizationId, db::UserId> taken;
  };
  // Until it is let go of. Nothing: too many are under way.
  std::shared_ptr<void> place_for(const db::User& user);

  const std::shared_ptr<Places> places_ = std::make_shared<Places>();
};

}  // namespace gatehouse::portal
