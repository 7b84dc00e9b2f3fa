"""What tests share: builders, stand-ins, folders that change. No test module imports another."""
