#include "appliance/app/store_worker.h"

#include <future>
#include <vector>

#include "appliance/app/waiting_progress.h"
#include "tests/support/catch.h"

namespace gatehouse::store_worker_test {

TEST_CASE("a store that does not keep up turns away who can come again, and loses nothing else", "[app]") {
  std::vector<int> done;
  {
    std::promise<void> begun, go_on;  // outlive the task that uses them
    app::StoreWorker worker(3);
    worker.run([&] {
      begun.set_value();
      go_on.get_future().wait();
    });
    begun.get_future().wait();
    for (int i = 0; i < 3; ++i) CHECK(worker.run_unless_full([&done, i] { done.push_back(i); }));
    CHECK_FALSE(worker.run_unless_full([&done] { done.push_back(99); }));
    worker.run([&done] { done.push_back(3); });
    go_on.set_value();
  }
  CHECK(done == std::vector<int>{0, 1, 2, 3});
}

TEST_CASE("of the bytes of a session the last number waits for the store, once", "[app]") {
  app::WaitingProgress progress;
  CHECK(progress.put(7, {1, 2}));
  CHECK_FALSE(progress.put(7, {10, 20}));
  CHECK(progress.put(8, {3, 4}));
  CHECK(progress.take(7).to_viewer == 10);
  CHECK(progress.take(8).to_device == 4);
  CHECK(progress.put(7, {11, 20}));
}

}  // namespace gatehouse::store_worker_test
