CREATE TABLE "clean_ups" (
	"number" text PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"receipts" jsonb NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pending_removals" (
	"receipt" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"user_id" text NOT NULL,
	"device_id" text NOT NULL,
	"user_ids" jsonb NOT NULL,
	"actor_issuer" text NOT NULL,
	"actor_subject" text NOT NULL,
	"reason" text NOT NULL,
	"was_active" boolean NOT NULL,
	"was_only" boolean NOT NULL,
	"accepted" boolean,
	"clean_up" text,
	"place" integer NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"tries" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "pending_removals_due" ON "pending_removals" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "pending_removals_device" ON "pending_removals" USING btree ("user_id","device_id");--> statement-breakpoint
CREATE INDEX "pending_removals_clean_up" ON "pending_removals" USING btree ("clean_up");