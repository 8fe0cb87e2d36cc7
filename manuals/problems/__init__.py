"""What is known of a software under the three problems: `marks` (its rules, for all who show them)."""
