CREATE TABLE "approvals" (
	"number" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"requester_issuer" text NOT NULL,
	"requester_subject" text NOT NULL,
	"requester_name" text NOT NULL,
	"requester_sign_in" text NOT NULL,
	"user_id" text NOT NULL,
	"person_name" text,
	"device_id" text NOT NULL,
	"device" jsonb NOT NULL,
	"reason" text NOT NULL,
	"ticket" text NOT NULL,
	"outlook" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"decider_issuer" text,
	"decider_subject" text,
	"decider_name" text,
	"decided_at" timestamp (3) with time zone,
	"receipt" text,
	"failure" text
);
--> statement-breakpoint
CREATE TABLE "desk_views" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "desk_views_issuer_subject_user_id_pk" PRIMARY KEY("issuer","subject","user_id")
);
--> statement-breakpoint
CREATE TABLE "preparations" (
	"number" text PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" text NOT NULL,
	"start" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "name_key" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "address_keys" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "user_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "pending_removals" ADD COLUMN "actor_role" text DEFAULT 'person' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_open" ON "approvals" USING btree ("user_id","device_id") WHERE "approvals"."status" = 'open';--> statement-breakpoint
CREATE INDEX "approvals_created" ON "approvals" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "preparations_person" ON "preparations" USING btree ("issuer","subject");--> statement-breakpoint
CREATE INDEX "people_user_ids" ON "people" USING gin ("user_ids" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "people_name" ON "people" USING btree ("name_key" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "people_addresses" ON "people" USING gin ("address_keys" jsonb_path_ops);--> statement-breakpoint
-- Letters beyond ASCII stay as the database's locale has them until the person's next sign-in.
UPDATE "people" SET "name_key" = lower("display_name"), "address_keys" = lower("addresses"::text)::jsonb;
