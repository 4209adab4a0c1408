// Lists that are too long for an answer in memory: written to a file without a name first, and sent from there. Any
// thread.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"
#include "appliance/http/server.h"

namespace gatehouse::portal {

class Downloads {
 public:
  // Each takes room on the disk, and a thread until it is sent.
  static constexpr int kAtOnce = 4;

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

  // The answer with what `fill` wrote; 503 when too many are under way, 507 when the disk has no room.
  http::Response make(const Kind& kind, const std::function<Result<void>(Writer&)>& fill);

 private:
  const std::string directory_;
  const std::shared_ptr<std::atomic<int>> under_way_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace gatehouse::portal
